// analog clock: an alarm clock with two bells, on feet.
#include "common.inc"
View(<0, 1.30, 0>, 7.2, 14, 9, 34, 30, 7)
Studio_Lights(-45, 46, 1.0, 0.40)
Tabletop(0, 2)
#declare Case_Colour = Pick_Colour(array[5] { <0.55, 0.04, 0.03>, <0.06, 0.20, 0.22>, <0.04, 0.04, 0.045>, <0.75, 0.66, 0.45>, <0.10, 0.18, 0.40> });
#declare Hour = Vary(10.15, 6);
#declare Enamel = texture { pigment { rgb Case_Colour } finish { diffuse 0.75 specular 0.7 roughness 0.01 reflection { 0.03, 0.16 fresnel on } conserve_energy } }
#declare Chrome = texture { pigment { rgb <0.72, 0.72, 0.70> } finish { diffuse 0.35 specular 0.8 roughness 0.01 reflection 0.4 metallic } }
#macro Hand(Angle, Length, Thick)
    box { <-Thick, -0.14, -0.01>, <Thick, Length, 0.01> rotate z * -Angle }
#end
union {
    difference {
        cylinder { <0, 0, -0.34>, <0, 0, 0.34>, 1.0 }
        cylinder { <0, 0, -0.6>, <0, 0, -0.24>, 0.90 }
        texture { Enamel } interior { ior 1.5 }
    }
    torus { 0.95, 0.06 rotate x * 90 translate z * -0.34 texture { Chrome } }
    cylinder { <0, 0, -0.245>, <0, 0, -0.2>, 0.91 pigment { rgb <0.88, 0.86, 0.80> } finish { diffuse 0.8 } }
    union {
        #declare I = 1;
        #while (I <= 60)
            #if (mod(I, 5) = 0)
                box { <-0.018, 0.79, -0.262>, <0.018, 0.88, -0.24> rotate z * -I * 6 }
                object {
                    Lettering(str(I / 5, 0, 0), 0.25, 0.02)
                    translate <0, -0.085, -0.262> + vrotate(y * 0.64, z * -I * 6)
                }
            #else
                box { <-0.008, 0.83, -0.262>, <0.008, 0.88, -0.24> rotate z * -I * 6 }
            #end
            #declare I = I + 1;
        #end
        object { Hand(Hour * 30, 0.46, 0.030) translate z * -0.27 }
        object { Hand(Hour * 360, 0.70, 0.020) translate z * -0.285 }
        cylinder { <0, 0, -0.31>, <0, 0, -0.25>, 0.05 }
        pigment { rgb 0.02 } finish { diffuse 0.7 specular 0.3 }
    }
    object { Hand(Vary(200, 180), 0.74, 0.008) translate z * -0.30 pigment { rgb <0.65, 0.05, 0.03> } }
    // Bells, their bracket and the hammer between them.
    #declare S = -1;
    #while (S < 2)
        union {
            difference { sphere { 0, 0.36 } plane { y, 0 } sphere { 0, 0.33 } }
            cylinder { <0, -0.12, 0>, <0, 0.42, 0>, 0.03 }
            sphere { <0, 0.42, 0>, 0.05 }
            texture { Chrome }
            rotate z * -S * 32
            translate <S * 0.60, 0.98, 0>
        }
        cone { <S * 0.45, -0.80, 0>, 0.09, <S * 0.68, -1.12, 0>, 0.06 texture { Chrome } }
        #declare S = S + 2;
    #end
    cylinder { <0, 0.9, 0>, <0, 1.28, 0>, 0.025 texture { Chrome } }
    cylinder { <-0.08, 1.28, 0>, <0.08, 1.28, 0>, 0.06 texture { Chrome } }
    translate y * 1.16
    rotate y * Vary(0, 12)
}
