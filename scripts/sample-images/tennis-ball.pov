// tennis ball: yellow felt with a white seam, on a court.
#include "common.inc"
View(<0, 0.95, 0>, 6.4, 0, 16, 34, 60, 9)
Outdoors(0, -45, 42)

#declare Court = array[4] { <0.06, 0.16, 0.32>, <0.10, 0.24, 0.10>, <0.42, 0.15, 0.07>, <0.24, 0.24, 0.26> };
#declare Court_Colour = Pick_Colour(Court);
plane {
    y, 0
    pigment { granite colour_map { [0 rgb Court_Colour * 0.75] [1 rgb Court_Colour * 1.25] } scale 0.5 }
    normal { granite 0.25 scale 0.2 }
    finish { diffuse 0.8 }
}
box {
    <-60, -1, -0.55>, <60, 0.004, 0.55>
    pigment { granite colour_map { [0 rgb 0.62] [1 rgb 0.85] } scale 0.4 }
    normal { granite 0.2 scale 0.2 }
    finish { diffuse 0.8 }
    rotate y * Vary(-24, 60)
    translate <0, 0, Vary(2.2, 2)>
}

#declare Felt = array[1] { <0.60, 0.72, 0.06> };
#macro Tennis_Ball(Turn, Number)
    union {
        sphere {
            0, 0.985
            pigment { bozo turbulence 0.6 colour_map { [0 rgb Felt[0] * 0.86] [1 rgb Felt[0] * 1.08] } scale 0.16 }
            normal { granite 0.5 scale 0.25 }
            finish { diffuse 0.82 }
        }
        // The nap: short hairs that blur the outline.
        mesh {
            #local G = seed(5 + Number);
            #local I = 0;
            #while (I < 16000)
                #local H = 2 * rand(G) - 1;
                #local A = 2 * pi * rand(G);
                #local P = <sqrt(1 - H * H) * cos(A), H, sqrt(1 - H * H) * sin(A)>;
                #local Q = vnormalize(P + 0.9 * (<rand(G), rand(G), rand(G)> - 0.5));
                #local S = vnormalize(vcross(P, Q + <0.1, 0.2, 0.3>)) * 0.006;
                triangle { P * 0.98 - S, P * 0.98 + S, P * 0.975 + Q * 0.055 }
                #local I = I + 1;
            #end
            pigment { rgb Felt[0] * 1.05 }
            finish { diffuse 0.85 }
        }
        // The seam: a closed space curve that stays on the sphere.
        #local I = 0;
        #while (I < 300)
            #local A = 2 * pi * I / 300;
            sphere {
                vnormalize(<0.75 * cos(A) + 0.25 * cos(3 * A), 0.75 * sin(A) - 0.25 * sin(3 * A), 0.866 * sin(2 * A)>) * 0.99, 0.042
                pigment { rgb 0.86 }
                finish { diffuse 0.8 }
            }
            #local I = I + 1;
        #end
        rotate Turn
    }
#end
object { Tennis_Ball(<Vary(20, 180), Vary(-30, 180), Vary(35, 180)>, 1) translate y }
#if (Pick(0, 2) = 1)
    object { Tennis_Ball(<Vary(70, 180), Vary(10, 180), Vary(0, 180)>, 2) translate <Vary(0, 1) * 1.2 + 2.1, 1, Vary(0, 1) + 1.6> }
#end
