// agaric: fly agarics, red with white warts, in the grass.
#include "common.inc"
View(<0.1, 1.0, 0>, 7.2, 0, 9, 36, 180, 6)
Outdoors(2, -42, 48)
Lawn(9, 0.50, 20000)
#declare Red = Vary(0.03, 0.02);
#macro Agaric(Open, Tall, Warts, Sow)
    #local G = seed(Sow);
    union {
        // The cap, its white gills below.
        intersection {
            sphere { 0, 1 }
            plane { -y, 0.0 }
            scale <1.15, Open, 1.15>
            pigment { gradient y colour_map { [0 rgb <0.72, 0.14 + Red, 0.03>] [0.35 rgb <0.62, 0.04 + Red * 0.6, 0.02>] [1 rgb <0.56, Red * 0.5, 0.012>] } scale Open }
            finish { diffuse 0.8 specular 0.5 roughness 0.015 reflection { 0.01, 0.06 fresnel on } conserve_energy }
        }
        torus { 1.09, 0.062 pigment { rgb <0.70, 0.16 + Red, 0.04> } finish { diffuse 0.8 specular 0.3 } }
        cone {
            <0, -0.05, 0>, 1.06, <0, -0.02, 0>, 0.2
            pigment { radial frequency 120 colour_map { [0 rgb 0.80] [0.5 rgb 0.86] [1 rgb 0.55] } }
            finish { diffuse 0.8 }
        }
        #local I = 0;
        #while (I < Warts)
            #local H = 0.06 + 0.93 * (I + 0.5) / Warts;
            #local A = I * 137.508 + 24 * (rand(G) - 0.5);
            #local R = sqrt(1 - H * H);
            #local S = 0.055 + 0.075 * rand(G) * (0.5 + H);
            sphere {
                0, S scale <1.0 + 0.6 * rand(G), 0.6, 1.0 + 0.4 * rand(G)>
                rotate y * 360 * rand(G)
                rotate z * -degrees(atan2(R, H)) * 0.9
                translate <R * 1.15, H * Open, 0> rotate y * A
                pigment { rgb <0.88, 0.85, 0.76> } normal { granite 0.5 scale 0.1 } finish { diffuse 0.85 }
            }
            #local I = I + 1;
        #end
        // The stem with its skirt and the swollen foot.
        lathe {
            cubic_spline 8, <0.2, -Tall - 0.4>, <0.38, -Tall - 0.1>, <0.36, -Tall + 0.2>, <0.25, -Tall * 0.6>, <0.21, -Tall * 0.3>, <0.20, -0.05>, <0.2, 0>, <0.2, 0.1>
            pigment { rgb <0.82, 0.79, 0.68> } normal { granite 0.25 scale <0.1, 0.5, 0.1> } finish { diffuse 0.85 }
        }
        lathe {
            cubic_spline 6, <0.15, -0.2>, <0.215, -0.26>, <0.27, -0.36>, <0.33, -0.50>, <0.31, -0.51>, <0.2, -0.4>
            pigment { rgb <0.84, 0.81, 0.72> } normal { radial 0.2 frequency 30 sine_wave } finish { diffuse 0.85 }
        }
        translate y * Tall
    }
#end
object { Agaric(0.72, 1.35, 44, 3 + Seed) rotate <Vary(3, 4), Vary(0, 180), Vary(-4, 5)> translate <-0.15, 0, 0> }
object { Agaric(0.95, 0.85, 36, 4 + Seed) scale 0.62 rotate <0, Vary(0, 180), Vary(6, 5)> translate vrotate(<1.55, 0, -0.5>, y * (View_Azimuth + Vary(0, 25))) }
object { Agaric(0.98, 0.60, 30, 5 + Seed) scale 0.42 rotate <0, Vary(0, 180), Vary(-6, 5)> translate vrotate(<-1.55, 0, -0.8>, y * (View_Azimuth + Vary(0, 25))) }
