// hourglass: two glass bulbs with running sand between turned wooden discs.
#include "common.inc"
View(<0, 1.55, 0>, 8.6, 10, 7, 25, 180, 7)
Studio_Lights(-45, 44, 1.0, 0.42)
Tabletop(0, 2)
#declare Turned = Pick_Colour(array[4] { <0.36, 0.17, 0.06>, <0.10, 0.05, 0.025>, <0.60, 0.40, 0.20>, <0.30, 0.07, 0.04> });
#declare Grain = texture { pigment { wood turbulence 0.1 colour_map { [0 rgb Turned * 1.2] [1 rgb Turned * 0.7] } scale 0.12 rotate <4, 80, 0> } finish { diffuse 0.75 specular 0.4 roughness 0.02 } }
#declare Sand_Colour = Pick_Colour(array[4] { <0.80, 0.58, 0.30>, <0.78, 0.74, 0.66>, <0.25, 0.42, 0.62>, <0.72, 0.24, 0.14> });
#declare Sand = texture { pigment { granite colour_map { [0 rgb Sand_Colour * 0.8] [1 rgb Sand_Colour * 1.1] } scale 0.1 } normal { granite 0.3 scale 0.05 } finish { diffuse 0.85 } }
#macro Bulb(Inset)
    lathe {
        cubic_spline 11,
        <0.82 - Inset, -0.2>, <0.80 - Inset, 0.16>, <0.86 - Inset, 0.45>, <0.74 - Inset, 0.95>, <0.30 - Inset, 1.38>, <0.105 - Inset * 0.8, 1.55>,
        <0.30 - Inset, 1.72>, <0.74 - Inset, 2.15>, <0.86 - Inset, 2.65>, <0.80 - Inset, 2.94>, <0.82 - Inset, 3.3>
    }
#end
union {
    #declare I = 0;
    #while (I < 2)
        union {
            cylinder { <0, 0.03, 0>, <0, 0.13, 0>, 1.12 }
            torus { 1.10, 0.065 translate y * 0.08 }
            torus { 0.86, 0.05 translate y * 0.15 }
            texture { Grain }
            #if (I = 1) scale <1, -1, 1> translate y * 3.10 #end
        }
        #declare I = I + 1;
    #end
    #declare I = 0;
    #while (I < 3)
        lathe {
            cubic_spline 11, <0.06, -0.1>, <0.06, 0.1>, <0.09, 0.35>, <0.055, 0.6>, <0.06, 1.1>, <0.10, 1.55>, <0.06, 2.0>, <0.055, 2.5>, <0.09, 2.75>, <0.06, 3.0>, <0.06, 3.2>
            texture { Grain }
            translate x * 1.0 rotate y * (Vary(20, 0) + I * 120)
        }
        #declare I = I + 1;
    #end
    // Glass drawn thin: clear but for its reflections at the rim.
    object {
        Bulb(0)
        pigment { rgbf <0.93, 0.96, 0.95, 0.93> }
        finish { diffuse 0.05 specular 1.2 roughness 0.004 reflection { 0.02, 0.7 fresnel on } conserve_energy }
        interior { ior 1.35 }
        no_shadow
    }
    // What has run down, and what still has to.
    intersection { object { Bulb(0.05) } cone { <0, -0.6, 0>, 2.6, <0, 1.05, 0>, 0 } plane { -y, -0.15 } texture { Sand } }
    difference {
        intersection { object { Bulb(0.05) } box { <-1, 1.55, -1>, <1, 2.28, 1> } }
        cone { <0, 2.5, 0>, 1.1, <0, 2.02, 0>, 0 }
        texture { Sand }
    }
    cylinder { <0, 0.8, 0>, <0, 1.6, 0>, 0.018 texture { Sand } }
    rotate y * Vary(0, 60)
}
