// jack-o'-lantern: a ribbed pumpkin with a carved face and a candle inside.
#include "common.inc"
View(<0, 0.95, 0>, 6.8, 8, 9, 34, 30, 6)
Studio_Lights(-45, 44, 0.34, 0.16)
Tabletop(3, 4)
#declare Eye = Vary(0.30, 0.05);
#macro Stand_Up() matrix <1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0> #end
#declare Face = union {
    prism { linear_spline -2, 0, 4, <-0.62, 0.10>, <-0.18, 0.10>, <-0.36, 0.10 + Eye * 1.3>, <-0.62, 0.10> Stand_Up() }
    prism { linear_spline -2, 0, 4, <0.62, 0.10>, <0.18, 0.10>, <0.36, 0.10 + Eye * 1.3>, <0.62, 0.10> Stand_Up() }
    prism { linear_spline -2, 0, 4, <-0.10, -0.10>, <0.10, -0.10>, <0, 0.08>, <-0.10, -0.10> Stand_Up() }
    prism {
        linear_spline -2, 0, 16,
        <-0.70, -0.12>, <-0.50, -0.22>, <-0.42, -0.22>, <-0.42, -0.34>, <-0.24, -0.34>, <-0.22, -0.28>, <0.22, -0.28>, <0.24, -0.34>, <0.42, -0.34>, <0.42, -0.22>, <0.50, -0.22>, <0.70, -0.12>,
        <0.46, -0.46>, <0.12, -0.55>, <-0.40, -0.48>, <-0.70, -0.12>
        Stand_Up()
    }
}
union {
    difference {
        // Ten overlapping lobes make the ribs.
        union {
            #declare I = 0;
            #while (I < 10)
                sphere { 0, 1 scale <0.56, 0.84, 0.40> translate x * 0.50 rotate y * (I * 36 + 18) }
                #declare I = I + 1;
            #end
            pigment { bozo turbulence 0.4 colour_map { [0 rgb <0.70, 0.20, 0.012>] [1 rgb <0.82, 0.28, 0.02>] } scale 0.5 }
            normal { bumps 0.15 scale 0.15 }
            finish { diffuse 0.8 specular 0.4 roughness 0.03 }
        }
        sphere { 0, 0.80 scale <1, 0.84, 1> pigment { rgb <0.95, 0.55, 0.12> } finish { diffuse 0.7 emission 0.45 } }
        object { Face pigment { rgb <0.95, 0.55, 0.14> } finish { diffuse 0.7 emission 0.30 } }
    }
    sphere_sweep {
        cubic_spline 5, <0, 0.3, 0>, 0.16, <0, 0.58, 0>, 0.14, <0.03, 0.80, 0>, 0.09, <0.14, 1.0, 0>, 0.08, <0.3, 1.1, 0>, 0.08
        pigment { rgb <0.20, 0.22, 0.06> } normal { bumps 0.5 scale <0.05, 0.3, 0.05> } finish { diffuse 0.8 }
    }
    light_source { <0, -0.2, 0> colour rgb <1.3, 0.8, 0.3> * 0.8 fade_distance 1.4 fade_power 2 }
    translate y * 0.82
    scale 1.15
    rotate y * Vary(-6, 14)
}
