// traffic light: three lamps in a dark housing against the sky, red lit.
#include "common.inc"
View(<0, 0, 0>, 9.5, 16, -9, 25, 28, 5)
Outdoors(1, -40, 38)
#declare Lit = Pick(0, 3);
#declare Body = Pick_Colour(array[3] { <0.03, 0.03, 0.032>, <0.70, 0.46, 0.03>, <0.05, 0.09, 0.06> });
#declare Lamp = array[3] { <1.0, 0.03, 0.02>, <1.0, 0.45, 0.01>, <0.04, 0.85, 0.35> };
#declare Paint = texture { pigment { rgb Body } finish { diffuse 0.75 specular 0.35 roughness 0.03 } }
union {
    object { Soft_Box(<0.82, 2.15, 0.38>, 0.14) texture { Paint } }
    #declare I = 0;
    #while (I < 3)
        union {
            // The lens: ribbed glass, bright in the middle when lit.
            intersection {
                sphere { <0, 0, 0.95>, 1.1 }
                cylinder { <0, 0, -1>, <0, 0, 0.3>, 0.52 }
                #if (I = Lit)
                    pigment { cylindrical rotate x * 90 scale 0.56 colour_map { [0 rgb Lamp[I] * 0.7] [0.5 rgb Lamp[I]] [1 rgb Lamp[I] + 0.22] } }
                    finish { diffuse 0.2 emission 1.15 specular 0.3 }
                #else
                    pigment { rgb Lamp[I] * 0.10 }
                    finish { diffuse 0.7 specular 0.5 roughness 0.02 }
                #end
                normal { quilted 0.4 scale 0.09 }
                translate z * -0.30
            }
            // The visor: a sleeve cut away below.
            difference {
                cylinder { <0, 0, -1.05>, <0, 0, -0.3>, 0.60 }
                cylinder { <0, 0, -2>, <0, 0, 1>, 0.555 }
                plane { y, 0 rotate x * 38 translate <0, -0.42, -0.35> }
                texture { Paint }
            }
            torus { 0.58, 0.05 rotate x * 90 translate z * -0.38 texture { Paint } }
            translate y * (1.36 - 1.36 * I)
        }
        #declare I = I + 1;
    #end
    cylinder { <0, -12, 0.75>, <0, 2.6, 0.75>, 0.16 pigment { rgb 0.28 } finish { diffuse 0.6 specular 0.4 roughness 0.05 } }
    box { <-0.1, 1.4, 0.3>, <0.1, 1.6, 0.8> texture { Paint } }
    box { <-0.1, -1.6, 0.3>, <0.1, -1.4, 0.8> texture { Paint } }
    rotate y * Vary(0, 15)
}
