// daisy: white rays round a yellow disc, above the grass.
#include "common.inc"
View(<0, 1.9, 0>, 6.0, 0, 34, 36, 180, 10)
Outdoors(1, -42, 50)
Lawn(8, 0.8, 14000)
#macro Daisy(Rays, Sow)
    #local G = seed(Sow);
    union {
        #local I = 0;
        #while (I < Rays)
            #local Layer = mod(I, 2);
            #local Long = 0.98 + 0.14 * rand(G);
            #local Droop = 0.05 + 0.10 * rand(G) + 0.05 * Layer;
            #local Wide = 0.095 + 0.02 * rand(G);
            mesh {
                #local J = 0;
                #while (J < 12)
                    #local T0 = J / 12;
                    #local T1 = (J + 1) / 12;
                    #local W0 = Wide * pow(sin(pi * (0.12 + 0.86 * pow(T0, 1.3))), 0.6);
                    #local W1 = Wide * pow(sin(pi * (0.12 + 0.86 * pow(T1, 1.3))), 0.6);
                    #local P0 = <0.28 + T0 * Long, 0.10 * sin(T0 * 2.4) - Droop * T0 * T0 - 0.03 * Layer, 0>;
                    #local P1 = <0.28 + T1 * Long, 0.10 * sin(T1 * 2.4) - Droop * T1 * T1 - 0.03 * Layer, 0>;
                    #local U = y * 0.03;
                    triangle { P0, P1, P1 + z * W1 + U } triangle { P0, P1 + z * W1 + U, P0 + z * W0 + U }
                    triangle { P0, P1, P1 - z * W1 + U } triangle { P0, P1 - z * W1 + U, P0 - z * W0 + U }
                    #local J = J + 1;
                #end
                rotate y * (I * 360 / Rays + 6 * (rand(G) - 0.5))
            }
            #local I = I + 1;
        #end
        pigment { rgb <0.88, 0.88, 0.86> }
        finish { diffuse 0.85, 0.2 }
    }
    // Florets on a golden spiral.
    union {
        sphere { 0, 0.36 scale <1, 0.45, 1> }
        #local I = 0;
        #while (I < 260)
            #local R = 0.365 * sqrt((I + 0.5) / 260);
            sphere { vrotate(<R, 0.165 * sqrt(max(0, 1 - pow(R / 0.38, 2))) + 0.005, 0>, y * I * 137.508), 0.026 }
            #local I = I + 1;
        #end
        pigment { cylindrical colour_map { [0 rgb <0.90, 0.52, 0.01>] [0.6 rgb <0.92, 0.60, 0.015>] [1 rgb <0.74, 0.52, 0.03>] } scale 0.4 }
        finish { diffuse 0.85 }
    }
    cone { <0, -3, 0>, 0.05, <0, 0, 0>, 0.06 pigment { rgb <0.12, 0.28, 0.04> } finish { diffuse 0.8 } }
#end
union { Daisy(26, 7 + Seed) rotate <Vary(-24, 14), 0, Vary(6, 14)> rotate y * View_Azimuth translate y * 2.1 }
union { Daisy(24, 8 + Seed) scale 0.7 rotate <Vary(-10, 14), 0, Vary(-12, 14)> rotate y * View_Azimuth translate vrotate(<1.9, 1.3, 1.4>, y * (View_Azimuth + Vary(0, 20))) }
union { Daisy(25, 9 + Seed) scale 0.65 rotate <Vary(-14, 14), 0, Vary(12, 14)> rotate y * View_Azimuth translate vrotate(<-1.9, 1.2, 1.0>, y * (View_Azimuth + Vary(0, 20))) }
