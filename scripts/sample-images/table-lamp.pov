// table lamp: a lit shade on a ceramic foot.
#include "common.inc"
View(<0, 1.65, 0>, 8.6, -8, 5, 24, 180, 5)
Studio_Lights(-45, 40, 0.32, 0.18)
Tabletop(0, 0)
#declare Foot = Pick_Colour(array[5] { <0.04, 0.22, 0.26>, <0.55, 0.08, 0.05>, <0.78, 0.76, 0.70>, <0.05, 0.05, 0.06>, <0.58, 0.40, 0.12> });
#declare Shade = Pick_Colour(array[4] { <1.0, 0.80, 0.50>, <1.0, 0.62, 0.34>, <0.95, 0.88, 0.72>, <0.9, 0.45, 0.25> });
lathe {
    cubic_spline 12,
    <0.1, -0.1>, <0.0, 0.0>, <0.52, 0.02>, <0.50, 0.10>, <0.22, 0.20>, <0.40, 0.48>, <0.55, 0.85>, <0.42, 1.25>, <0.16, 1.52>, <0.13, 1.62>, <0.0, 1.65>, <-0.1, 1.7>
    pigment { rgb Foot }
    finish { diffuse 0.75 specular 0.8 roughness 0.008 reflection { 0.02, 0.25 fresnel on } conserve_energy }
    interior { ior 1.5 }
}
cylinder { <0, 1.5, 0>, <0, 2.2, 0>, 0.05 pigment { rgb <0.5, 0.38, 0.16> } finish { metallic specular 0.7 reflection 0.2 } }
difference {
    cone { <0, 1.85, 0>, 1.18, <0, 3.15, 0>, 0.72 }
    cone { <0, 1.84, 0>, 1.16, <0, 3.16, 0>, 0.70 }
    pigment { gradient y colour_map { [0 rgb Shade * 0.50] [0.35 rgb Shade * 0.95] [0.6 rgb Shade * 0.85] [1 rgb Shade * 0.42] } scale 1.3 translate y * 1.85 }
    normal { radial 0.25 frequency 90 }
    finish { diffuse 0.3 emission 0.75 }
}
torus { 1.17, 0.025 translate y * 1.86 pigment { rgb Shade * 0.5 } finish { diffuse 0.6 emission 0.2 } }
torus { 0.71, 0.025 translate y * 3.14 pigment { rgb Shade * 0.5 } finish { diffuse 0.6 emission 0.2 } }
light_source { <0, 2.55, 0> colour rgb <1.2, 0.85, 0.5> * 1.1 fade_distance 3 fade_power 2 area_light x * 0.5, y * 0.5, 4, 4 adaptive 1 }
