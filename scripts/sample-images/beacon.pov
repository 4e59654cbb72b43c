// beacon: a lighthouse on a rock above the sea.
#include "common.inc"
View(<0.35, 3.0, 0>, 16.0, 10, 5, 24, 60, 3)
Outdoors(1, -55, 32)
#declare Band = Pick_Colour(array[4] { <0.62, 0.05, 0.035>, <0.04, 0.04, 0.05>, <0.85, 0.84, 0.80>, <0.05, 0.16, 0.40> });
plane {
    y, -1.6
    pigment { rgb <0.02, 0.09, 0.14> }
    normal { average normal_map { [1 bumps 0.5 scale <1.6, 1, 0.7>] [1 bumps 0.3 scale 0.35] } }
    finish { diffuse 0.6 specular 0.4 roughness 0.01 reflection { 0.05, 0.6 fresnel on } }
    interior { ior 1.33 }
}
// The rock: a height of noise falling off to the sea.
isosurface {
    function { y + 0.16 * (x * x * 0.55 + z * z) - 1.3 * (f_noise3d(x * 0.6 + Seed, 2, z * 0.6) - 0.55) - 0.8 * (f_noise3d(x * 2.1, y * 1.5, z * 2.1) - 0.5) - 0.25 * f_noise3d(x * 6, y * 6, z * 6) }
    contained_by { box { <-6, -2, -5>, <6, 1.0, 5> } }
    max_gradient 4.5
    accuracy 0.01
    pigment {
        function { min(0.999, max(0, (y + 1.2) / 1.5 + 0.5 * (f_noise3d(3 * x, 3 * y, 3 * z) - 0.5))) }
        colour_map { [0 rgb <0.06, 0.055, 0.05>] [0.35 rgb <0.22, 0.20, 0.17>] [0.55 rgb <0.34, 0.31, 0.26>] [0.7 rgb <0.16, 0.24, 0.07>] [1 rgb <0.22, 0.32, 0.09>] }
    }
    normal { granite 0.4 scale 0.8 }
    finish { diffuse 0.85 }
}
#declare White = texture { pigment { bozo turbulence 0.4 colour_map { [0 rgb 0.84] [1 rgb 0.76] } scale <0.3, 1, 0.3> } finish { diffuse 0.85 } }
#declare Painted = texture { pigment { rgb Band } finish { diffuse 0.8 specular 0.2 } }
#declare Iron = texture { pigment { rgb 0.04 } finish { diffuse 0.7 specular 0.3 } }
union {
    #declare I = 0;
    #while (I < 6)
        cone {
            <0, I * 0.82 - (I = 0 ? 1 : 0), 0>, 0.98 - 0.068 * I, <0, (I + 1) * 0.82, 0>, 0.98 - 0.068 * (I + 1)
            #if (mod(I, 2)) texture { Painted } #else texture { White } #end
        }
        #declare I = I + 1;
    #end
    #declare I = 0;
    #while (I < 3)
        box { <-0.10, -0.17, -1>, <0.10, 0.17, 0> translate y * (0.9 + 1.5 * I) rotate y * (20 - 15 * I) pigment { rgb 0.03 } scale <1, 1, 0.97 - 0.12 * I> }
        #declare I = I + 1;
    #end
    // Gallery, railing, lantern and roof.
    cylinder { <0, 4.90, 0>, <0, 5.04, 0>, 0.88 texture { White } }
    torus { 0.84, 0.022 translate y * 5.42 texture { Iron } }
    torus { 0.84, 0.015 translate y * 5.24 texture { Iron } }
    #declare I = 0;
    #while (I < 16)
        cylinder { <0.84, 5.0, 0>, <0.84, 5.42, 0>, 0.016 rotate y * I * 22.5 texture { Iron } }
        #declare I = I + 1;
    #end
    cylinder { <0, 5.0, 0>, <0, 5.25, 0>, 0.50 texture { Painted } }
    cylinder {
        <0, 5.25, 0>, <0, 5.95, 0>, 0.47 pigment { rgbf <0.92, 0.96, 0.98, 0.75> }
        finish { diffuse 0.2 specular 0.8 reflection { 0.05, 0.5 fresnel on } } interior { ior 1.02 }
    }
    sphere { <0, 5.58, 0>, 0.2 pigment { rgb <1, 0.85, 0.5> } finish { emission 1.2 diffuse 0.3 } no_shadow }
    #declare I = 0;
    #while (I < 8)
        cylinder { <0.47, 5.25, 0>, <0.47, 5.95, 0>, 0.025 rotate y * I * 45 texture { Iron } }
        #declare I = I + 1;
    #end
    cone { <0, 5.95, 0>, 0.62, <0, 6.40, 0>, 0.08 texture { Painted } }
    sphere { <0, 6.45, 0>, 0.10 texture { Painted } }
    cylinder { <0, 6.4, 0>, <0, 6.85, 0>, 0.015 texture { Iron } }
    rotate y * Vary(0, 60)
}
// The keeper's house.
union {
    box { <-0.8, -1, -0.55>, <0.8, 0.75, 0.55> texture { White } }
    prism { linear_spline -0.9, 0.9, 4, <-0.68, 0.70>, <0.68, 0.70>, <0, 1.25>, <-0.68, 0.70> rotate <-90, 0, 0> rotate y * 90 pigment { rgb <0.34, 0.10, 0.06> } finish { diffuse 0.8 } }
    box { <-0.5, 0.25, -0.56>, <-0.25, 0.55, 0> pigment { rgb 0.04 } }
    box { <0.2, -0.5, -0.56>, <0.46, 0.45, 0> pigment { rgb <0.10, 0.05, 0.03> } }
    translate <1.9, 0.0, 0.2>
    rotate y * View_Azimuth
}
