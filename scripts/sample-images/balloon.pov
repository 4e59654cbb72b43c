// balloon: hot-air balloons in the sky.
#include "common.inc"
View(<0, 0.35, 0>, 9.5, 0, -6, 38, 180, 5)
Outdoors(1, -50, 30)
#declare Scheme = Pick(0, 4);
#declare Bright = array[4][3] {
    { <0.80, 0.06, 0.03>, <0.95, 0.62, 0.04>, <0.06, 0.20, 0.60> },
    { <0.04, 0.30, 0.60>, <0.90, 0.90, 0.86>, <0.85, 0.35, 0.03> },
    { <0.05, 0.42, 0.22>, <0.92, 0.78, 0.08>, <0.75, 0.08, 0.06> },
    { <0.45, 0.06, 0.40>, <0.95, 0.45, 0.10>, <0.92, 0.85, 0.30> }
};
#macro Balloon(Scheme, Gores, Twist)
    union {
        lathe {
            cubic_spline 11,
            <0.0, 2.8>, <0.01, 2.42>, <0.62, 2.28>, <1.20, 1.82>, <1.42, 1.20>, <1.28, 0.55>, <0.92, -0.05>, <0.55, -0.55>, <0.30, -0.86>, <0.26, -0.94>, <0.2, -1.1>
            texture {
                pigment {
                    radial frequency Gores
                    colour_map {
                        [0.00 rgb Bright[Scheme][0]] [0.333 rgb Bright[Scheme][0]] [0.333 rgb Bright[Scheme][1]] [0.667 rgb Bright[Scheme][1]]
                        [0.667 rgb Bright[Scheme][2]] [1 rgb Bright[Scheme][2]]
                    }
                    warp { turbulence 0 }
                }
                // The cloth bulges between its tapes.
                normal { radial 0.9 frequency Gores * 3 scallop_wave }
                finish { diffuse 0.85 specular 0.1 roughness 0.1 emission 0.04 }
            }
            rotate y * Twist
        }
        #local I = 0;
        #while (I < 8)
            cylinder { vrotate(<0.26, -0.92, 0>, y * I * 45), vrotate(<0.17, -1.52, 0>, y * I * 45), 0.008 pigment { rgb 0.05 } }
            #local I = I + 1;
        #end
        difference {
            object { Soft_Box(<0.20, 0.16, 0.20>, 0.04) }
            box { <-0.16, -0.1, -0.16>, <0.16, 0.3, 0.16> }
            translate y * -1.66
            pigment { brick rgb <0.12, 0.06, 0.02>, rgb <0.36, 0.20, 0.08> brick_size <0.05, 0.025, 0.05> mortar 0.006 }
            finish { diffuse 0.8 }
        }
    }
#end
object { Balloon(Scheme, 8, Vary(10, 45)) }
// Others far off.
object { Balloon(mod(Scheme + 1, 4), 8, 20) scale 0.62 translate vrotate(<Vary(5.6, 1.5), Vary(2.4, 1.2), 9>, y * View_Azimuth) }
object { Balloon(mod(Scheme + 2, 4), 8, 5) scale 0.5 translate vrotate(<Vary(-6.6, 1.5), Vary(-0.4, 1.4), 11>, y * View_Azimuth) }
