// wall clock: a round dial in a wooden ring on a painted wall.
#include "common.inc"
View(<0, 0, 0>, 9.0, -16, -6, 34, 24, 6)
Studio_Lights(-35, 50, 0.95, 0.45)
#declare Paint = Pick_Colour(array[5] { <0.36, 0.47, 0.46>, <0.72, 0.66, 0.55>, <0.55, 0.27, 0.20>, <0.30, 0.36, 0.50>, <0.76, 0.75, 0.72> });
#declare Rim = Pick_Colour(array[4] { <0.30, 0.15, 0.06>, <0.03, 0.03, 0.03>, <0.70, 0.70, 0.68>, <0.50, 0.06, 0.05> });
#declare Hour = Vary(1.88, 6);
plane {
    -z, 0
    pigment { bozo turbulence 0.5 colour_map { [0 rgb Paint * 0.93] [1 rgb Paint * 1.05] } scale 3 }
    normal { granite 0.05 scale 0.6 }
    finish { diffuse 0.8 }
}
#macro Hand(Angle, Length, Thick, Z)
    prism { linear_spline -0.012, 0.012, 5, <-Thick, -0.25>, <Thick, -0.25>, <Thick * 0.6, Length>, <-Thick * 0.6, Length>, <-Thick, -0.25> rotate x * -90 rotate z * -Angle translate z * Z }
#end
union {
    difference {
        cylinder { <0, 0, -0.30>, <0, 0, 0>, 1.42 }
        cylinder { <0, 0, -0.5>, <0, 0, -0.10>, 1.26 }
        texture { pigment { wood turbulence 0.1 colour_map { [0 rgb Rim * 1.15] [1 rgb Rim * 0.7] } scale 0.12 rotate <4, 80, 0> } finish { diffuse 0.75 specular 0.4 roughness 0.02 } }
    }
    torus { 1.34, 0.085 rotate x * 90 translate z * -0.30 texture { pigment { rgb Rim } finish { diffuse 0.75 specular 0.5 roughness 0.02 } } }
    cylinder { <0, 0, -0.12>, <0, 0, -0.05>, 1.27 pigment { rgb <0.90, 0.89, 0.85> } finish { diffuse 0.8 } }
    union {
        #declare I = 1;
        #while (I <= 60)
            #if (mod(I, 5) = 0)
                box { <-0.022, 1.10, -0.135>, <0.022, 1.21, -0.11> rotate z * -I * 6 }
                object { Lettering(str(I / 5, 0, 0), 0.33, 0.02) translate <0, -0.115, -0.137> + vrotate(y * 0.90, z * -I * 6) }
            #else
                box { <-0.009, 1.16, -0.135>, <0.009, 1.21, -0.11> rotate z * -I * 6 }
            #end
            #declare I = I + 1;
        #end
        object { Hand(Hour * 30, 0.62, 0.048, -0.16) }
        object { Hand(Hour * 360, 0.98, 0.036, -0.19) }
        cylinder { <0, 0, -0.24>, <0, 0, -0.1>, 0.07 }
        pigment { rgb 0.015 } finish { diffuse 0.7 specular 0.3 }
    }
    object { Hand(Vary(75, 180), 1.05, 0.012, -0.215) pigment { rgb <0.62, 0.03, 0.02> } }
}
