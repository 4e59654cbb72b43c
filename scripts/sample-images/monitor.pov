// monitor: a flat screen on its foot with a landscape on it, on a desk.
#include "common.inc"
View(<0, 1.55, 0>, 8.6, 14, 7, 34, 28, 6)
Studio_Lights(-45, 46, 0.9, 0.42)
Tabletop(0, 0)
#declare Hue = Pick_Colour(array[4] { <0.10, 0.32, 0.75>, <0.75, 0.32, 0.10>, <0.10, 0.45, 0.38>, <0.40, 0.16, 0.55> });
#declare Phase = Vary(0, 3);
#declare Shell = Pick_Colour(array[3] { <0.02, 0.02, 0.022>, <0.45, 0.45, 0.46>, <0.70, 0.69, 0.66> });
#declare Plastic = texture { pigment { rgb Shell } finish { diffuse 0.7 specular 0.35 roughness 0.02 reflection { 0.02 } } }
// Hills under a glowing sky, in the screen's own x-y plane.
#declare Ridge = function (x, k) { 0.25 * sin(x * 1.3 + k * 2.1 + Phase) + 0.12 * sin(x * 3.1 + k * 4 + Phase) }
#declare Scene = function (x, y, z) {
    select(y - (-0.62 + 0.6 * Ridge(x, 1)), 0.95, 0.95,
        select(y - (-0.25 + Ridge(x, 2)), 0.75, 0.75,
            select(y - (0.12 + 1.1 * Ridge(x, 3)), 0.58, 0.58, min(0.5, max(0, (0.95 - y) * 0.40)))))
}
union {
    object { Soft_Box(<1.86, 1.12, 0.10>, 0.05) texture { Plastic } translate y * 1.80 }
    box {
        <-1.76, -0.99, -0.003>, <1.76, 0.99, 0.02>
        pigment {
            function { Scene(x, y, z) }
            colour_map {
                [0 rgb Hue] [0.5 rgb Hue * 0.4 + <0.65, 0.55, 0.40>] [0.54 rgb Hue * 0.35 + 0.16] [0.65 rgb Hue * 0.35 + 0.16]
                [0.65 rgb Hue * 0.25 + <0.03, 0.08, 0.06>] [0.85 rgb Hue * 0.25 + <0.03, 0.08, 0.06>] [0.85 rgb Hue * 0.06 + <0.01, 0.03, 0.02>] [1 rgb Hue * 0.06 + <0.01, 0.03, 0.02>]
            }
        }
        finish { diffuse 0.05 emission 0.95 specular 0.2 roughness 0.01 }
        translate <0, 1.82, -0.10>
    }
    box { <-0.22, 0.05, 0.06>, <0.22, 1.3, 0.16> texture { Plastic } }
    cylinder { <0, 0, 0>, <0, 0.07, 0>, 1 scale <0.85, 1, 0.5> texture { Plastic } }
    rotate y * Vary(0, 12)
}
