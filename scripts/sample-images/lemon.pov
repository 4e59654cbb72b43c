// lemon: whole lemons and a cut one.
#include "common.inc"
View(<0.1, 0.75, 0>, 7.0, 10, 24, 36, 180, 11)
Studio_Lights(-48, 46, 1.0, 0.42)
Tabletop(2, 1)

#declare Peel = texture {
    pigment {
        bozo turbulence 0.4
        colour_map { [0 rgb <0.86, 0.60, 0.025>] [0.7 rgb <0.92, 0.70, 0.04>] [1 rgb <0.86, 0.72, 0.07>] }
        scale 0.8
    }
    normal { average normal_map { [1 bumps 0.35 scale 0.05] [0.6 wrinkles 0.4 scale 0.25] } }
    finish { diffuse 0.82 specular 0.35 roughness 0.03 }
}
// From the nipple (t = 0) to the stalk end, upright; and the lower half alone, to be cut open.
#declare Round = function (T, A) { 1 + 0.006 * sin(3 * A + 9 * T) }
#declare Lemon = object {
    Tube(
        spline { linear_spline 0, <0, -1.34, 0> 1, <0, 1.16, 0> },
        spline {
            cubic_spline
            -0.02, <0.0, 0, 0> 0, <0.01, 0, 0> 0.012, <0.13, 0, 0> 0.056, <0.20, 0, 0> 0.144, <0.46, 0, 0> 0.336, <0.80, 0, 0> 0.536, <0.88, 0, 0>
            0.728, <0.80, 0, 0> 0.904, <0.50, 0, 0> 0.976, <0.24, 0, 0> 0.992, <0.13, 0, 0> 1, <0.01, 0, 0> 1.02, <0.0, 0, 0>
        },
        Round, 100, 48)
    texture { Peel }
}
#declare Cut_Lemon = object {
    Tube(
        spline { linear_spline 0, <0, -1.34, 0> 1, <0, 0, 0> },
        spline {
            cubic_spline
            -0.04, <0.0, 0, 0> 0, <0.01, 0, 0> 0.022, <0.13, 0, 0> 0.104, <0.20, 0, 0> 0.269, <0.46, 0, 0> 0.627, <0.80, 0, 0> 1, <0.88, 0, 0> 1.36, <0.80, 0, 0>
        },
        Round, 60, 48)
    texture { Peel }
}
// A slice across: white pith, a ring of segments round the middle.
#declare Wedge = function (x, z) { abs(mod(atan2(z, x) / (2 * pi) * 9 + 9.5, 1) - 0.5) }
#declare Pulp = function (x, y, z) {
    select(sqrt(x * x + z * z) - 0.735, select(Wedge(x, z) * sqrt(x * x + z * z) * 0.70 - 0.022, 0, select(sqrt(x * x + z * z) - 0.09, 0, 0.45)), select(sqrt(x * x + z * z) - 0.81, 0, 1))
}
#declare Half_Lemon = union {
    object { Cut_Lemon }
    disc {
        <0, 0.004, 0>, y, 0.872
        texture {
            pigment {
                function { Pulp(x, y, z) }
                pigment_map {
                    [0.2 rgb <0.88, 0.83, 0.58>]
                    [0.2 radial frequency 90 colour_map { [0 rgb <0.82, 0.66, 0.12>] [1 rgb <0.90, 0.76, 0.24>] } turbulence 0.15]
                    [0.7 radial frequency 90 colour_map { [0 rgb <0.82, 0.66, 0.12>] [1 rgb <0.90, 0.76, 0.24>] } turbulence 0.15]
                    [0.7 rgb <0.90, 0.68, 0.05>]
                }
            }
            normal { bumps 0.15 scale 0.08 }
            finish { diffuse 0.8 specular 0.25 roughness 0.05 }
        }
    }
}
union {
    object { Lemon rotate y * Vary(0, 90) rotate z * 90 rotate y * Vary(-28, 50) translate <-0.95, 0.86, 0.5> }
    object { Lemon rotate y * Vary(90, 90) rotate z * 90 rotate y * Vary(48, 50) translate <1.05, 0.86, 0.95> }
    object { Half_Lemon rotate x * Vary(-66, 10) rotate y * Vary(18, 30) translate <0.75, 0.80, -0.95> }
    rotate y * View_Azimuth
}
