// soccer ball: a truncated icosahedron of cushioned black and white panels, on grass.
#include "common.inc"
View(<0, 0.95, 0>, 6.4, 0, 11, 33, 180, 8)
Outdoors(1, -45, 45)
Lawn(9, 0.34, 26000)

#declare Gold = (1 + sqrt(5)) / 2;
#declare Faces = array[32];
#declare Face_Count = 0;
// Pentagons lie on the icosahedron's 12 corners, hexagons on the dodecahedron's 20.
#macro Add_Face(V, Far) #declare Faces[Face_Count] = vnormalize(V) * Far; #declare Face_Count = Face_Count + 1; #end
#declare Far5 = 2.3274;
#declare Far6 = 2.2673;
#macro All_Faces()
    #local I = -1;
    #while (I < 2)
        #local J = -1;
        #while (J < 2)
            Add_Face(<0, I, J * Gold>, Far5) Add_Face(<I, J * Gold, 0>, Far5) Add_Face(<J * Gold, 0, I>, Far5)
            #local J = J + 2;
        #end
        #local I = I + 2;
    #end
    #local I = -1;
    #while (I < 2)
        #local J = -1;
        #while (J < 2)
            Add_Face(<0, J * Gold, I / Gold>, Far6) Add_Face(<J * Gold, I / Gold, 0>, Far6) Add_Face(<I / Gold, 0, J * Gold>, Far6)
            Add_Face(<I, J, 1>, Far6) Add_Face(<I, J, -1>, Far6)
            #local J = J + 2;
        #end
        #local I = I + 2;
    #end
#end
All_Faces()

#declare Ball = union {
    sphere { 0, 0.968 pigment { rgb 0.06 } }
    #declare I = 0;
    #while (I < 32)
        #declare N = vnormalize(Faces[I]);
        intersection {
            sphere { N * 0.16, 0.868 }
            #declare J = 0;
            #while (J < 32)
                #declare M = vnormalize(Faces[J]);
                #if (J != I & vdot(M, N) > 0.55)
                    #declare Cut = M / vlength(Faces[J]) - N / vlength(Faces[I]);
                    plane { vnormalize(Cut), -0.006 }
                #end
                #declare J = J + 1;
            #end
            bounded_by { sphere { N, 0.55 } }
            #if (I < 12) pigment { rgb 0.018 } #else pigment { rgb 0.86 } #end
            finish { diffuse 0.82 specular 0.35 roughness 0.025 }
            normal { bumps 0.06 scale 0.02 }
        }
        #declare I = I + 1;
    #end
}
object { Ball rotate <Vary(-14, 180), Vary(24, 180), Vary(8, 180)> translate <0, 1.0, 0> }
