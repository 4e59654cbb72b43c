// candle: burning candles in a dark room.
#include "common.inc"
View(<0, 1.25, 0>, 7.2, 0, 8, 34, 180, 6)
Studio_Lights(-45, 40, 0.06, 0.05)
Tabletop(3, 3)
#declare Wax = Pick_Colour(array[4] { <0.80, 0.68, 0.48>, <0.62, 0.08, 0.05>, <0.78, 0.76, 0.72>, <0.20, 0.30, 0.38> });
#macro Candle(R, H)
    union {
        difference {
            union { cylinder { 0, <0, H - 0.05, 0>, R } torus { R - 0.05, 0.05 translate y * (H - 0.05) } cylinder { 0, <0, H, 0>, R - 0.05 } }
            sphere { 0, 1 scale <R * 0.82, 0.16, R * 0.82> translate y * (H + 0.02) }
            pigment { gradient y colour_map { [0 rgb Wax * 0.55] [0.55 rgb Wax * 0.8] [1 rgb Wax] } scale H * 1.02 }
            // The wax near the flame lets its light through.
            finish { diffuse 0.75 emission 0.10 specular 0.3 roughness 0.05 }
        }
        cylinder { <0, H - 0.2, 0>, <0.02, H + 0.16, 0>, 0.022 pigment { rgb 0.01 } }
        // A flame: a tear drop of glowing air.
        blob {
            threshold 0.3
            #local I = 0;
            #while (I <= 14)
                #local T = I / 14;
                sphere { <0.03 * sin(T * 4), H + 0.10 + T * 0.52, 0>, 0.20 * pow(sin(pi * (0.22 + 0.74 * T)), 1.1) + 0.02, 1 }
                #local I = I + 1;
            #end
            pigment { rgbt 1 }
            hollow no_shadow
            interior {
                media {
                    emission 9 method 3 samples 14
                    density {
                        gradient y
                        colour_map { [0 rgb <0.10, 0.16, 0.7> * 0.5] [0.16 rgb <0.7, 0.35, 0.12>] [0.4 rgb <1.5, 0.85, 0.25>] [0.8 rgb <1.5, 0.7, 0.12>] [1 rgb <0.9, 0.25, 0.02>] }
                        scale 0.75 translate y * H
                    }
                }
            }
        }
        sphere {
            0, 1 hollow no_shadow pigment { rgbt 1 }
            interior { media { emission 0.16 method 3 samples 6 density { spherical colour_map { [0 rgb 0] [0.4 rgb <0.30, 0.13, 0.03>] [1 rgb <1.6, 0.8, 0.3>] } } } }
            scale 1.0 translate y * (H + 0.38)
        }
        light_source { <0, H + 0.40, 0> colour rgb <1.15, 0.72, 0.36> * 0.8 fade_distance 2.6 fade_power 2 area_light x * 0.15, y * 0.4, 3, 3 adaptive 1 }
    }
#end
object { Candle(0.46, Vary(1.75, 0.3)) translate <0.05, 0, 0> }
object { Candle(0.40, Vary(1.15, 0.3)) translate <-1.15, 0, 0.55> rotate y * Vary(0, 25) }
object { Candle(0.42, Vary(0.85, 0.3)) translate <1.10, 0, 0.2> rotate y * Vary(0, 25) }
