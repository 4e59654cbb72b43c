// banana: a hand of ripe bananas.
#include "common.inc"
View(<0.0, 0.45, 0>, 8.8, 0, 32, 36, 180, 10)
Studio_Lights(-40, 50, 1.0, 0.42)
Tabletop(1, 0)

// A banana in the x-y plane, bending upwards: from the stalk (t = 0) to the blossom end (t = 1).
#declare Spine = spline {
    cubic_spline
    -0.2, <-2.32, 1.55, 0> 0, <-2.05, 1.10, 0> 0.10, <-1.85, 0.78, 0> 0.25, <-1.35, 0.30, 0> 0.45, <-0.45, -0.06, 0>
    0.65, <0.55, 0.0, 0> 0.82, <1.30, 0.38, 0> 0.94, <1.75, 0.84, 0> 1, <1.92, 1.08, 0> 1.2, <2.3, 1.7, 0>
}
#declare Fat = spline {
    cubic_spline
    -0.1, <0.15, 0, 0> 0, <0.13, 0, 0> 0.09, <0.12, 0, 0> 0.2, <0.29, 0, 0> 0.4, <0.43, 0, 0> 0.6, <0.44, 0, 0> 0.8, <0.35, 0, 0>
    0.93, <0.16, 0, 0> 0.97, <0.11, 0, 0> 1, <0.09, 0, 0> 1.1, <0.05, 0, 0>
}
#declare Ridges = function (T, A) { 0.82 + 0.06 * cos(5 * A) + 0.015 * cos(10 * A) }
// Colour by the way along: green-brown stalk, yellow body, dark tip.
#declare Along = function (x, y, z) { min(1, max(0, (x + 2.1) / 4.05)) }
#declare Banana = union {
    object { Tube(Spine, Fat, Ridges, 48, 30) }
    sphere { <1.915, 1.075, 0>, 0.068 }
    texture {
        pigment {
            function { Along(x, y, z) }
            colour_map {
                [0.00 rgb <0.22, 0.16, 0.05>] [0.03 rgb <0.50, 0.44, 0.08>] [0.10 rgb <0.66, 0.58, 0.08>] [0.2 rgb <0.84, 0.60, 0.05>]
                [0.86 rgb <0.86, 0.62, 0.05>] [0.935 rgb <0.64, 0.52, 0.08>] [0.965 rgb <0.16, 0.10, 0.04>] [1 rgb <0.05, 0.03, 0.02>]
            }
        }
        finish { diffuse 0.82 specular 0.12 roughness 0.09 }
    }
    // Freckles and bruises.
    texture {
        pigment {
            bozo turbulence 0.9 octaves 6
            colour_map { [0 rgbt 1] [0.70 rgbt <1, 1, 1, 1>] [0.80 rgbt <0.22, 0.11, 0.03, 0.25>] [1 rgbt <0.12, 0.06, 0.02, 0.1>] }
            scale <0.5, 0.10, 0.10>
        }
        finish { diffuse 0.82 specular 0.12 roughness 0.09 }
    }
}
union {
    // Swung about the stalk so that they share it like the fingers of a hand, arched over the table.
    #declare I = 0;
    #while (I < 4)
        object {
            Banana
            translate <2.05, -1.10, 0>
            rotate x * (136 + 5 * I + Vary(0, 4))
            rotate y * (-26 + 15 * I + Vary(0, 4))
            translate <-2.0, 0.16, 0.12 * I - 0.18>
        }
        #declare I = I + 1;
    #end
    // The crown where they were cut from the stem.
    intersection {
        sphere { 0, 0.25 scale <1.3, 0.9, 1.25> }
        plane { -x, 0.16 rotate z * -20 }
        translate <-2.03, 0.24, 0.0>
        pigment { bozo colour_map { [0 rgb <0.30, 0.22, 0.06>] [1 rgb <0.48, 0.42, 0.09>] } scale 0.1 }
        normal { bumps 0.6 scale 0.1 }
    }
    rotate y * (View_Azimuth + Vary(72, 40))
}
