// orange: whole oranges and a cut one.
#include "common.inc"
View(<0.0, 0.85, 0>, 7.2, -8, 20, 36, 180, 11)
Studio_Lights(-45, 48, 1.0, 0.40)
Tabletop(1, 1)

#declare Peel = texture {
    pigment {
        bozo turbulence 0.4
        colour_map { [0 rgb <0.80, 0.22, 0.008>] [0.7 rgb <0.87, 0.27, 0.010>] [1 rgb <0.90, 0.33, 0.02>] }
        scale 0.8
    }
    normal { average normal_map { [1 bumps 0.45 scale 0.045] [0.5 wrinkles 0.3 scale 0.3] } }
    finish { diffuse 0.82 specular 0.35 roughness 0.03 }
}
#declare Orange = union {
    sphere { 0, 1 scale <1.02, 0.97, 1.02> texture { Peel } }
    // The button where the stalk was.
    sphere { 0, 0.09 scale <1, 0.5, 1> translate y * 0.965 pigment { rgb <0.20, 0.22, 0.05> } normal { bumps 0.8 scale 0.02 } }
    torus { 0.11, 0.035 translate y * 0.95 texture { Peel } }
}
#declare Radius = function (x, z) { sqrt(x * x + z * z) }
#declare Wedge = function (x, z) { abs(mod(atan2(z, x) / (2 * pi) * 10 + 10.5, 1) - 0.5) }
#declare Pulp = function (x, y, z) {
    select(Radius(x, z) - 0.87, select(Wedge(x, z) * Radius(x, z) * 0.63 - 0.014, 0, select(Radius(x, z) - 0.08, 0, 0.45)), select(Radius(x, z) - 0.935, 0, 1))
}
#declare Half_Orange = union {
    intersection { sphere { 0, 1 scale <1.02, 0.97, 1.02> } plane { y, 0 } texture { Peel } }
    disc {
        <0, 0.004, 0>, y, 1.015
        texture {
            pigment {
                function { Pulp(x, y, z) }
                pigment_map {
                    [0.2 rgb <0.90, 0.68, 0.32>]
                    [0.2 radial frequency 110 colour_map { [0 rgb <0.80, 0.24, 0.006>] [1 rgb <0.88, 0.32, 0.010>] } turbulence 0.15]
                    [0.7 radial frequency 110 colour_map { [0 rgb <0.80, 0.24, 0.006>] [1 rgb <0.88, 0.32, 0.010>] } turbulence 0.15]
                    [0.7 rgb <0.88, 0.36, 0.02>]
                }
            }
            normal { bumps 0.15 scale 0.08 }
            finish { diffuse 0.65 specular 0.12 roughness 0.05 }
        }
    }
}
union {
    object { Orange rotate <Vary(-30, 40), Vary(20, 180), Vary(12, 40)> translate <-1.0, 0.97, 0.75> }
    object { Orange rotate <Vary(24, 40), Vary(0, 180), Vary(-30, 40)> translate <1.15, 0.97, 1.0> }
    object { Half_Orange rotate x * Vary(-62, 12) rotate y * Vary(-10, 30) translate <0.35, 0.92, -1.0> }
    rotate y * View_Azimuth
}
