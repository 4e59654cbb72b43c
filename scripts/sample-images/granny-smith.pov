// Granny Smith: green apples.
#include "common.inc"
View(<0, 0.85, 0>, 6.6, 0, 20, 36, 180, 10)
Studio_Lights(-42, 50, 1.0, 0.42)
Tabletop(0, 0)

#declare Apple = union {
    lathe {
        cubic_spline 12,
        <0.1, -0.62>, <0.0, -0.70>, <0.14, -0.78>, <0.36, -0.86>, <0.66, -0.70>, <0.92, -0.22>, <1.0, 0.22>,
        <0.86, 0.66>, <0.50, 0.84>, <0.18, 0.70>, <0.0, 0.50>, <-0.1, 0.4>
        texture {
            pigment {
                function { min(0.999, max(0, (y + 0.78) / 1.62 + 0.10 * (f_noise3d(5 * x, 1.5 * y, 5 * z) - 0.5))) }
                colour_map {
                    [0.0 rgb <0.42, 0.50, 0.06>] [0.4 rgb <0.33, 0.52, 0.035>] [0.8 rgb <0.30, 0.52, 0.03>] [0.96 rgb <0.32, 0.49, 0.05>] [1 rgb <0.34, 0.44, 0.06>]
                }
            }
            finish { diffuse 0.78 specular 0.55 roughness 0.012 reflection { 0.01, 0.10 fresnel on } conserve_energy }
        }
        // Pale pores.
        texture {
            pigment {
                bozo
                colour_map { [0 rgbt <0.75, 0.80, 0.45, 0.25>] [0.13 rgbt <0.75, 0.80, 0.45, 0.35>] [0.16 rgbt 1] [1 rgbt 1] }
                scale 0.045
            }
            finish { diffuse 0.78 specular 0.5 roughness 0.012 }
        }
        interior { ior 1.35 }
    }
    sphere_sweep {
        cubic_spline 5, <0, 0.3, 0>, 0.05, <0, 0.5, 0>, 0.045, <0.02, 0.75, 0>, 0.038, <0.09, 1.02, 0>, 0.055, <0.2, 1.2, 0>, 0.06
        pigment { rgb <0.16, 0.09, 0.035> }
        normal { bumps 0.5 scale 0.03 }
    }
}
#macro Place(A, X, Z) object { Apple rotate y * Vary(A, 180) rotate <Vary(-8, 12), 0, Vary(6, 12)> scale Vary(1, 0.05) translate <X, 0.84, Z> } #end
union {
    Place(30, -0.9, 0.1)
    Place(-50, 1.15, 0.5)
    Place(130, 0.25, 1.9)
    rotate y * View_Azimuth
}
