// matchstick: one burning match in the dark.
#include "common.inc"
View(<0, 0.45, 0>, 7.2, 0, 2, 24, 40, 6)
background { rgb Pick_Colour(array[4] { <0.004, 0.004, 0.006>, <0.02, 0.01, 0.008>, <0.006, 0.012, 0.03>, <0.03, 0.03, 0.03> }) }
light_source { <-10, 12, -20> colour rgb 0.10 }
light_source { <0.0, 0.95, -0.5> colour rgb <1.2, 0.8, 0.4> * 0.9 fade_distance 1.4 fade_power 2 }
#declare Lean = Vary(-14, 22);
union {
    box {
        <-0.065, -4, -0.065>, <0.065, 0.40, 0.065>
        pigment {
            gradient y turbulence 0.05
            colour_map { [0 rgb <0.68, 0.50, 0.28>] [0.86 rgb <0.66, 0.46, 0.24>] [0.95 rgb <0.20, 0.10, 0.04>] [1 rgb <0.02, 0.015, 0.01>] }
            scale 4.5 translate y * -4
        }
        normal { wood 0.2 scale 0.05 rotate x * 90 }
        finish { diffuse 0.8 }
    }
    sphere { 0, 0.13 scale <1, 1.5, 1> translate y * 0.48 pigment { bozo colour_map { [0 rgb 0.015] [1 rgb <0.25, 0.04, 0.02>] } scale 0.08 } normal { bumps 0.8 scale 0.05 } }
    rotate z * Lean
}
#declare Head = vrotate(<0, 0.42, 0>, z * Lean);
// The flame stands upright whichever way the match leans.
union {
    blob {
        threshold 0.3
        #declare I = 0;
        #while (I <= 20)
            #declare T = I / 20;
            sphere { <0.07 * sin(T * 3.4 + Seed), -0.22 + T * 1.75, 0>, 0.48 * pow(sin(pi * (0.17 + 0.80 * T)), 1.1) + 0.02, 1 }
            #declare I = I + 1;
        #end
        pigment { rgbt 1 }
        hollow no_shadow
        interior {
            media {
                emission 3.6 method 3 samples 18
                density {
                    gradient y turbulence 0.08
                    colour_map { [0 rgb <0.12, 0.16, 0.8> * 0.35] [0.14 rgb <0.35, 0.2, 0.2>] [0.3 rgb <1.4, 0.75, 0.22>] [0.7 rgb <1.5, 0.75, 0.15>] [1 rgb <0.9, 0.25, 0.02>] }
                    scale 2.2 translate y * -0.4
                }
            }
        }
    }
    sphere {
        0, 1 hollow no_shadow pigment { rgbt 1 }
        interior { media { emission 0.07 method 3 samples 8 density { spherical colour_map { [0 rgb 0] [0.4 rgb <0.30, 0.13, 0.03>] [1 rgb <1.6, 0.8, 0.3>] } } } }
        scale <1.5, 1.9, 1.5> translate y * 0.5
    }
    translate Head
}
