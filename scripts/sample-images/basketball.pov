// basketball: pebbled orange leather with black seams on a gym floor.
#include "common.inc"
View(<0, 0.95, 0>, 6.2, 12, 14, 34, 40, 9)
Studio_Lights(-42, 48, 1.0, 0.38)
Tabletop(0, 0)

// Two great circles and a bowed loop on either side make the eight panels.
#declare Seam = function (x, y, z) { min(abs(x), min(abs(y), abs(abs(x) - 0.50 - 0.22 * y * y))) }
#declare Hide = function (x, y, z) { min(1, Seam(x, y, z) / 0.045) }

sphere {
    0, 1
    texture {
        pigment {
            function { Hide(x, y, z) }
            pigment_map {
                [0.50 rgb <0.012, 0.010, 0.010>]
                [0.62 bozo colour_map { [0 rgb <0.50, 0.145, 0.030>] [1 rgb <0.62, 0.20, 0.045>] } scale 0.35]
            }
        }
        normal {
            average
            normal_map {
                [1.2 function { Hide(x, y, z) } 1.4]
                [1 bumps 0.55 scale 0.022]
            }
        }
        finish { diffuse 0.85 specular 0.22 roughness 0.04 }
    }
    rotate <Vary(20, 180), Vary(35, 180), Vary(-24, 180)>
    translate y
}
