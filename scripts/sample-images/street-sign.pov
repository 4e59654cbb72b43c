// street sign: two name plates crossed on a post.
#include "common.inc"
View(<0, 0.1, 0>, 9.5, 8, -8, 33, 25, 5)
Outdoors(1, -40, 42)
#declare Plate = Pick_Colour(array[4] { <0.01, 0.19, 0.08>, <0.02, 0.10, 0.36>, <0.01, 0.16, 0.10>, <0.35, 0.03, 0.03> });
#declare Names = array[8] { "MAPLE ST", "OAK AVE", "RIVER RD", "HILL ST", "MILL LN", "PARK AVE", "ELM ST", "LAKE DR" };
#declare First = Pick(0, 4);
#macro Sign(Words)
    union {
        object { Soft_Box(<2.15, 0.42, 0.05>, 0.04) pigment { rgb 0.82 } finish { diffuse 0.8 specular 0.2 } }
        box { <-2.09, -0.36, -0.054>, <2.09, 0.36, 0.054> pigment { rgb Plate } finish { diffuse 0.8 specular 0.25 roughness 0.05 } }
        object { Lettering(Words, 0.64, 0.01) translate <0, -0.22, -0.062> pigment { rgb 0.9 } finish { diffuse 0.85 } }
        object { Lettering(Words, 0.64, 0.01) translate <0, -0.22, -0.062> rotate y * 180 pigment { rgb 0.9 } finish { diffuse 0.85 } }
    }
#end
// The plates ride on the post's end, one above the other.
union {
    cylinder { <0, -14, 0>, <0, -0.40, 0>, 0.10 }
    cylinder { <0, 0.36, 0>, <0, 0.46, 0>, 0.11 }
    box { <-0.16, -0.56, -0.09>, <0.16, -0.34, 0.09> }
    pigment { rgb 0.36 } finish { diffuse 0.6 specular 0.4 roughness 0.05 }
}
object { Sign(Names[First]) rotate y * Vary(24, 12) translate y * 0.84 }
object { Sign(Names[First + 4]) rotate y * Vary(-34, 14) translate y * -0.04 }
