// cup: a tea cup on its saucer.
#include "common.inc"
View(<0.0, 0.62, 0>, 6.8, 10, 26, 34, 180, 8)
Studio_Lights(-45, 46, 1.0, 0.42)
Tabletop(0, 1)
#declare Band = Pick_Colour(array[5] { <0.08, 0.18, 0.45>, <0.55, 0.08, 0.08>, <0.10, 0.35, 0.22>, <0.70, 0.50, 0.12>, <0.25, 0.10, 0.30> });
#declare Tea = Pick_Colour(array[3] { <0.22, 0.07, 0.012>, <0.05, 0.02, 0.008>, <0.45, 0.28, 0.14> });
#declare China = finish { diffuse 0.8 specular 0.7 roughness 0.008 reflection { 0.02, 0.2 fresnel on } conserve_energy }
union {
    lathe {
        cubic_spline 16,
        <0.2, -0.1>, <0.0, 0.10>, <0.40, 0.10>, <0.44, 0.13>, <0.50, 0.22>, <0.80, 0.55>, <0.98, 1.10>, <1.06, 1.30>, <1.04, 1.32>,
        <1.01, 1.30>, <0.92, 1.08>, <0.74, 0.60>, <0.45, 0.29>, <0.2, 0.22>, <0.0, 0.21>, <-0.2, 0.21>
        pigment { gradient y colour_map { [0 rgb 0.86] [0.865 rgb 0.86] [0.865 rgb Band] [0.935 rgb Band] [0.935 rgb 0.86] [1 rgb 0.86] } scale 1.35 }
        finish { China }
    }
    sphere_sweep {
        cubic_spline 8
        <0.6, 1.0, 0>, 0.06, <0.92, 1.05, 0>, 0.06, <1.22, 1.12, 0>, 0.055, <1.46, 0.98, 0>, 0.055, <1.40, 0.74, 0>, 0.055,
        <1.10, 0.58, 0>, 0.055, <0.80, 0.55, 0>, 0.06, <0.5, 0.5, 0>, 0.06
        pigment { rgb 0.86 } finish { China }
    }
    lathe {
        cubic_spline 12,
        <0.1, 0.08>, <0.0, 0.06>, <0.60, 0.06>, <0.95, 0.10>, <1.55, 0.30>, <1.60, 0.33>, <1.57, 0.36>, <1.0, 0.18>, <0.62, 0.12>, <0.5, 0.14>, <0.0, 0.14>, <-0.1, 0.14>
        pigment { cylindrical colour_map { [0 rgb Band] [0.05 rgb Band] [0.05 rgb 0.86] [1 rgb 0.86] } scale <1.61, 10, 1.61> }
        finish { China }
    }
    interior { ior 1.5 }
    rotate y * Vary(-18, 180)
}
cylinder {
    <0, 1.02, 0>, <0, 1.06, 0>, 0.905
    pigment { rgb Tea }
    finish { diffuse 0.7 specular 0.6 roughness 0.01 reflection { 0.05, 0.3 fresnel on } }
    interior { ior 1.33 }
}
