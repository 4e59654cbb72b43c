// digital clock: glowing seven-segment numerals on a bedside table at night.
#include "common.inc"
View(<0, 0.75, 0>, 6.6, -16, 10, 34, 26, 6)
Studio_Lights(-40, 42, 0.55, 0.26)
Tabletop(3, 2)
#declare Glow = Pick_Colour(array[4] { <1.0, 0.05, 0.02>, <0.05, 0.95, 0.25>, <0.15, 0.6, 1.0>, <1.0, 0.5, 0.05> });
#declare Hours = int(Vary(10, 3));
#declare Minutes = int(Vary(38, 20));
// Segments a to g as bits, for the digits 0 to 9.
#declare Lit = array[10] { 63, 6, 91, 79, 102, 109, 125, 7, 127, 111 };
#macro Segment(On, P, Flat)
    #if (Flat) #local E = <0.13, 0, 0>; #else #local E = <0, 0.15, 0>; #end
    union {
        box { P - E - <0.032, 0.032, 0.01>, P + E + <0.032, 0.032, 0.01> }
        #if (On)
            pigment { rgb Glow } finish { ambient 0 diffuse 0 emission 1.6 }
        #else
            pigment { rgb 0.03 + Glow * 0.015 } finish { diffuse 0.5 }
        #end
    }
#end
#macro Digit(D)
    #local B = Lit[D];
    union {
        Segment(mod(int(B / 1), 2), <0, 0.40, 0>, 1) Segment(mod(int(B / 2), 2), <0.19, 0.20, 0>, 0) Segment(mod(int(B / 4), 2), <0.19, -0.20, 0>, 0)
        Segment(mod(int(B / 8), 2), <0, -0.40, 0>, 1) Segment(mod(int(B / 16), 2), <-0.19, -0.20, 0>, 0) Segment(mod(int(B / 32), 2), <-0.19, 0.20, 0>, 0)
        Segment(mod(int(B / 64), 2), <0, 0, 0>, 1)
        matrix <1, 0, 0, 0.10, 1, 0, 0, 0, 1, 0, 0, 0>
    }
#end
union {
    object { Soft_Box(<1.75, 0.72, 0.45>, 0.12) pigment { rgb <0.05, 0.05, 0.055> } finish { diffuse 0.7 specular 0.3 roughness 0.03 reflection { 0.02, 0.1 fresnel on } } interior { ior 1.5 } }
    box { <-1.6, -0.58, -0.462>, <1.6, 0.56, -0.40> pigment { rgb 0.012 } finish { diffuse 0.5 specular 0.3 roughness 0.01 } }
    union {
        #if (Hours >= 10) object { Digit(1) translate x * -1.12 } #end
        object { Digit(mod(Hours, 10)) translate x * -0.50 }
        object { Digit(int(Minutes / 10)) translate x * 0.42 }
        object { Digit(mod(Minutes, 10)) translate x * 1.06 }
        sphere { <-0.02, 0.18, 0>, 0.05 pigment { rgb Glow } finish { diffuse 0 emission 1.6 } }
        sphere { <-0.05, -0.18, 0>, 0.05 pigment { rgb Glow } finish { diffuse 0 emission 1.6 } }
        translate <0, 0, -0.47>
    }
    union {
        box { <-0.9, 0.70, -0.14>, <0.9, 0.76, 0.14> }
        pigment { rgb 0.2 } finish { diffuse 0.6 specular 0.4 }
    }
    translate y * 0.72
}
light_source { <0, 0.75, -1.0> colour rgb Glow * 0.25 fade_distance 1 fade_power 2 }
