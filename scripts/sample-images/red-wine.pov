// red wine: a stemmed glass, half full.
#include "common.inc"
View(<0, 1.45, 0>, 7.6, 8, 8, 33, 180, 6)
Studio_Lights(-50, 42, 1.0, 0.42)
Tabletop(0, 0)
#declare Level = Vary(1.95, 0.15);
// Glass thin as a film: only its reflections and rim show.
#declare Film = texture { pigment { rgbf <0.96, 0.97, 0.97, 0.96> } finish { diffuse 0.03 specular 1.2 roughness 0.004 reflection { 0.015, 0.6 fresnel on } conserve_energy } }
#declare Bowl = lathe {
    cubic_spline 12,
    <0.3, 1.2>, <0.05, 1.24>, <0.28, 1.30>, <0.55, 1.48>, <0.74, 1.82>, <0.76, 2.20>, <0.66, 2.62>, <0.585, 2.86>, <0.575, 2.88>, <0.57, 2.86>, <0.56, 2.80>, <0.5, 2.7>
}
union {
    object { Bowl texture { Film } interior { ior 1.3 } }
    lathe {
        cubic_spline 9,
        <0.3, 0.0>, <0.74, 0.02>, <0.72, 0.05>, <0.30, 0.11>, <0.075, 0.30>, <0.06, 0.70>, <0.065, 1.10>, <0.12, 1.25>, <0.2, 1.3>
        texture { Film } interior { ior 1.35 }
    }
    torus { 0.575, 0.014 translate y * 2.875 texture { Film } interior { ior 1.5 } }
    no_shadow
}
intersection {
    lathe {
        cubic_spline 9,
        <0.3, 1.22>, <0.0, 1.262>, <0.27, 1.322>, <0.53, 1.50>, <0.715, 1.83>, <0.735, 2.20>, <0.64, 2.60>, <0.56, 2.85>, <0.5, 3.0>
    }
    plane { y, Level }
    pigment { rgb <0.12, 0.004, 0.012> }
    finish { diffuse 0.75 emission <0.02, 0.0005, 0.002> specular 0.7 roughness 0.008 reflection { 0.03, 0.35 fresnel on } conserve_energy }
    interior { ior 1.33 }
}
