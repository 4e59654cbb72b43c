// strawberry: three berries with their leaves.
#include "common.inc"
View(<0, 0.75, 0>, 7.2, 4, 20, 36, 180, 10)
Studio_Lights(-42, 48, 1.0, 0.42)
Tabletop(4, 0)

// Tip at t = 0, shoulder at t = 1.
#declare Axis = spline { linear_spline 0, <0, -1.15, 0> 1, <0, 0.80, 0> }
#declare Outline = spline {
    cubic_spline
    -0.05, <0, 0, 0> 0, <0.0, 0, 0> 0.015, <0.10, 0, 0> 0.06, <0.22, 0, 0> 0.18, <0.43, 0, 0> 0.4, <0.70, 0, 0> 0.6, <0.86, 0, 0>
    0.78, <0.90, 0, 0> 0.9, <0.76, 0, 0> 0.97, <0.5, 0, 0> 1, <0.02, 0, 0> 1.05, <0, 0, 0>
}
// Pits on a diamond lattice, one for each seed.
#declare Around = 7;
#declare Rows = 14;
#declare Pits = function (T, A) { 1 - 0.03 * pow(abs(cos(Around * A + Rows * T * pi / 2) * cos(Around * A - Rows * T * pi / 2)), 4) * min(1, 6 * T) }
#declare Flesh = texture {
    pigment {
        gradient y
        colour_map { [0 rgb <0.55, 0.008, 0.012>] [0.75 rgb <0.66, 0.015, 0.015>] [0.93 rgb <0.70, 0.06, 0.03>] [1 rgb <0.80, 0.40, 0.22>] }
        scale 2.0 translate y * -1.15
    }
    normal { bumps 0.12 scale 0.1 }
    finish { diffuse 0.85 specular 0.6 roughness 0.015 reflection { 0.02 } }
}
#declare Berry = union {
    object { Tube(Axis, Outline, Pits, 84, 84) texture { Flesh } }
    #declare I = 1;
    #while (I < Rows)
        #declare T = I / Rows;
        #declare J = 0;
        #while (J < 2 * Around)
            #declare A = (J + (mod(I, 2) = 0 ? 0 : 0.5)) * 180 / Around;
            #if (mod(I, 2) = mod(J, 2) | T > 0.2)
                sphere {
                    0, 0.036 scale <0.6, 1.5, 0.9> translate <Outline(T).x * 0.975, -1.15 + 1.95 * T, 0> rotate y * A
                    pigment { rgb <0.74, 0.50, 0.10> } finish { diffuse 0.8 specular 0.5 roughness 0.02 }
                }
            #end
            #declare J = J + 1;
        #end
        #declare I = I + 1;
    #end
    // The calyx: pointed leaves that curl up.
    #declare I = 0;
    #while (I < 11)
        #declare Bend = 0.12 + 0.16 * mod(I * 7, 5) / 5;
        mesh {
            #declare J = 0;
            #while (J < 16)
                #declare T0 = J / 16;
                #declare T1 = (J + 1) / 16;
                #declare P0 = <T0 * 0.85, 0.80 + Bend * sin(T0 * 3.6) * (1 + T0) - 0.2 * T0 * T0, 0>;
                #declare P1 = <T1 * 0.85, 0.80 + Bend * sin(T1 * 3.6) * (1 + T1) - 0.2 * T1 * T1, 0>;
                #declare W0 = z * 0.17 * sin(pi * pow(T0 * 0.93 + 0.07, 0.8));
                #declare W1 = z * 0.17 * sin(pi * pow(T1 * 0.93 + 0.07, 0.8));
                triangle { P0 - W0 + y * 0.04, P0, P1 } triangle { P0 - W0 + y * 0.04, P1, P1 - W1 + y * 0.04 }
                triangle { P0 + W0 + y * 0.04, P0, P1 } triangle { P0 + W0 + y * 0.04, P1, P1 + W1 + y * 0.04 }
                #declare J = J + 1;
            #end
            rotate y * (I * 360 / 11 + 9 * sin(I * 5))
            texture {
                pigment { bozo colour_map { [0 rgb <0.10, 0.25, 0.03>] [1 rgb <0.20, 0.38, 0.06>] } scale 0.2 }
                finish { diffuse 0.8 specular 0.2 roughness 0.05 }
            }
        }
        #declare I = I + 1;
    #end
    sphere_sweep {
        cubic_spline 5, <0, 0.6, 0>, 0.05, <0, 0.8, 0>, 0.05, <0.05, 1.1, 0>, 0.04, <0.2, 1.4, 0.05>, 0.04, <0.3, 1.5, 0.1>, 0.04
        pigment { rgb <0.20, 0.34, 0.07> }
    }
}
// They lie on their sides; the front one points at the camera.
union {
    object { Berry rotate y * Vary(0, 180) rotate z * Vary(118, 8) rotate y * Vary(-32, 30) translate <-1.10, 0.82, 0.2> }
    object { Berry rotate y * Vary(90, 180) rotate z * Vary(-66, 8) rotate y * Vary(40, 30) translate <1.12, 0.84, 0.55> }
    object { Berry rotate y * Vary(40, 180) rotate x * Vary(62, 8) rotate y * Vary(-24, 40) scale 0.95 translate <0.15, 0.80, -1.0> }
    rotate y * View_Azimuth
}
