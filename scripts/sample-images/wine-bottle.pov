// wine bottle: dark glass, a paper label and a foil cap.
#include "common.inc"
View(<0, 1.75, 0>, 8.6, -12, 7, 34, 180, 6)
Studio_Lights(-50, 42, 1.0, 0.36)
Tabletop(0, 5)
#declare Glass = Pick_Colour(array[3] { <0.020, 0.050, 0.016>, <0.012, 0.012, 0.012>, <0.06, 0.028, 0.010> });
#declare Foil = Pick_Colour(array[4] { <0.34, 0.02, 0.03>, <0.02, 0.02, 0.02>, <0.55, 0.40, 0.14>, <0.05, 0.10, 0.20> });
#declare Names = array[4] { "Cabernet", "Pinot Noir", "Riesling", "Merlot" };
#declare Name = Names[Pick(0, 4)];
union {
    lathe {
        cubic_spline 14,
        <0.1, 0.1>, <0.0, 0.04>, <0.48, 0.03>, <0.56, 0.12>, <0.57, 0.5>, <0.57, 1.9>, <0.55, 2.08>, <0.42, 2.34>, <0.23, 2.56>, <0.19, 2.80>, <0.185, 3.40>, <0.19, 3.42>, <0.0, 3.43>, <-0.1, 3.43>
        pigment { rgb Glass }
        finish { diffuse 0.8 specular 1.0 roughness 0.004 reflection { 0.03, 0.55 fresnel on } conserve_energy }
        interior { ior 1.52 }
    }
    cylinder { <0, 2.82, 0>, <0, 3.45, 0>, 0.205 pigment { rgb Foil } finish { diffuse 0.7 specular 0.6 roughness 0.03 reflection { 0.05 } } }
    torus { 0.20, 0.03 translate y * 3.36 pigment { rgb Foil } finish { diffuse 0.7 specular 0.6 roughness 0.03 } }
    // Label and lettering wrap round the front.
    difference {
        cylinder { <0, 0.55, 0>, <0, 1.65, 0>, 0.582 }
        cylinder { <0, 0, 0>, <0, 2, 0>, 0.574 }
        plane { -z, -0.10 }
        pigment { rgb <0.86, 0.82, 0.70> } finish { diffuse 0.85 }
    }
    intersection {
        difference { cylinder { <0, 0.5, 0>, <0, 1.7, 0>, 0.586 } cylinder { <0, 0, 0>, <0, 2, 0>, 0.57 } }
        union {
            object { Lettering(Name, 0.21, 0.3) translate <0, 1.28, -0.75> }
            box { <-0.36, 1.18, -0.8>, <0.36, 1.20, -0.3> }
            box { <-0.36, 0.64, -0.8>, <0.36, 0.66, -0.3> }
            object { Lettering("2019", 0.15, 0.3) translate <0, 0.72, -0.75> }
            prism { linear_spline -0.8, -0.3, 5, <-0.18, 0.92>, <-0.02, 1.12>, <0.06, 1.04>, <0.20, 0.92>, <-0.18, 0.92> matrix <1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0> }
        }
        pigment { rgb <0.22, 0.03, 0.03> } finish { diffuse 0.85 }
    }
    rotate y * (View_Azimuth + Vary(8, 25))
}
