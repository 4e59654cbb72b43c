// umbrella: open, eight gores, its point towards the sky.
#include "common.inc"
View(<0.2, 1.25, 0>, 9.2, 0, 12, 38, 180, 8)
Outdoors(2, -45, 45)
#declare Cloth = Pick_Colour(array[5] { <0.68, 0.03, 0.03>, <0.03, 0.14, 0.50>, <0.85, 0.60, 0.04>, <0.05, 0.34, 0.18>, <0.40, 0.06, 0.36> });
#declare Second = Pick(0, 2);
plane {
    y, 0
    pigment { granite colour_map { [0 rgb 0.20] [1 rgb 0.34] } scale 1.5 }
    normal { granite 0.2 scale 0.5 }
    finish { diffuse 0.8 specular 0.3 roughness 0.02 reflection { 0.04 } }
}
#declare Gores = 8;
// Height above the rim and distance from the stick at s = 0 (rim) to 1 (tip); the cloth sags
// between its ribs by Sag.
#macro Canopy(S, A)
    #local R = 1.9 * cos(S * pi / 2);
    #local F = abs(cos(Gores / 2 * A));
    #local Q = R * (1 - 0.10 * (1 - F) * (1 - S));
    (<Q * cos(A), 1.0 * sin(S * pi / 2) + 0.14 * (1 - F) * (1 - S) * 0.8, Q * sin(A)>)
#end
#declare Umbrella = union {
    #declare G = 0;
    #while (G < Gores)
        mesh {
            #declare I = 0;
            #while (I < 16)
                #declare J = 0;
                #while (J < 10)
                    #declare A0 = 2 * pi * (G + J / 10) / Gores;
                    #declare A1 = 2 * pi * (G + (J + 1) / 10) / Gores;
                    #declare P00 = Canopy(I / 16, A0);
                    #declare P01 = Canopy(I / 16, A1);
                    #declare P10 = Canopy((I + 1) / 16, A0);
                    #declare P11 = Canopy((I + 1) / 16, A1);
                    triangle { P00, P01, P11 }
                    #if (I < 15) triangle { P00, P11, P10 } #end
                    #declare J = J + 1;
                #end
                #declare I = I + 1;
            #end
            #if (Second & mod(G, 2)) pigment { rgb 0.85 } #else pigment { rgb Cloth } #end
            finish { diffuse 0.8, 0.25 specular 0.15 roughness 0.05 }
        }
        #declare G = G + 1;
    #end
    cylinder { <0, -1.5, 0>, <0, 1.22, 0>, 0.035 pigment { rgb 0.05 } finish { specular 0.4 } }
    #declare G = 0;
    #while (G < Gores)
        #declare P = Canopy(0, 2 * pi * G / Gores);
        sphere { P, 0.035 pigment { rgb 0.5 } finish { specular 0.5 } }
        cylinder { <0, -0.1, 0>, P * 0.55 + <0, 0.52, 0>, 0.012 pigment { rgb 0.3 } finish { specular 0.5 } }
        #declare G = G + 1;
    #end
    sphere_sweep {
        cubic_spline 7
        <0, -1.0, 0>, 0.06, <0, -1.4, 0>, 0.06, <0, -1.7, 0>, 0.06, <0.14, -1.86, 0>, 0.06, <0.30, -1.75, 0>, 0.06, <0.32, -1.6, 0>, 0.06, <0.32, -1.4, 0>, 0.06
        pigment { rgb <0.28, 0.13, 0.05> } finish { diffuse 0.8 specular 0.4 roughness 0.02 }
    }
}
// Dropped: it rests on two rib ends and the handle.
object { Umbrella rotate y * Vary(22.5, 45) rotate z * Vary(-58, 5) rotate y * Vary(-60, 30) translate <0, 1.45, 0> rotate y * View_Azimuth }
