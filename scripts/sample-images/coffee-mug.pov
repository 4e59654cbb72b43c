// coffee mug: a glazed mug of coffee.
#include "common.inc"
View(<0.15, 0.95, 0>, 7.0, -14, 24, 34, 35, 8)
Studio_Lights(-48, 46, 1.0, 0.40)
Tabletop(0, 1)
#declare Glaze = Pick_Colour(array[6] { <0.62, 0.07, 0.05>, <0.85, 0.84, 0.80>, <0.07, 0.20, 0.42>, <0.85, 0.62, 0.10>, <0.10, 0.32, 0.24>, <0.05, 0.05, 0.06> });
union {
    union {
        difference {
            union {
                cylinder { <0, 0.06, 0>, <0, 1.92, 0>, 0.88 }
                cylinder { <0, 0, 0>, <0, 0.1, 0>, 0.80 }
                torus { 0.82, 0.06 translate y * 0.06 }
            }
            cylinder { <0, 0.12, 0>, <0, 2.2, 0>, 0.80 }
        }
        torus { 0.84, 0.04 translate y * 1.92 }
        sphere_sweep {
            cubic_spline 8
            <0.5, 1.6, 0>, 0.11, <0.82, 1.55, 0>, 0.11, <1.15, 1.56, 0>, 0.10, <1.42, 1.32, 0>, 0.10, <1.42, 0.92, 0>, 0.10,
            <1.18, 0.58, 0>, 0.10, <0.84, 0.46, 0>, 0.11, <0.5, 0.4, 0>, 0.11
        }
        pigment { rgb Glaze }
        finish { diffuse 0.78 specular 0.7 roughness 0.008 reflection { 0.02, 0.22 fresnel on } conserve_energy }
    }
    interior { ior 1.5 }
    rotate y * (View_Azimuth + Vary(22, 35))
}
cylinder {
    <0, 1.5, 0>, <0, 1.62, 0>, 0.81
    pigment { rgb <0.045, 0.018, 0.007> }
    finish { diffuse 0.7 specular 0.6 roughness 0.01 reflection { 0.05, 0.3 fresnel on } }
    interior { ior 1.33 }
}
