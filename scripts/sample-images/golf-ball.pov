// golf ball: dimples cut out of a white sphere, on a tee in the grass.
#include "common.inc"
View(<0, 1.0, 0>, 6.2, 0, 12, 33, 180, 7)
Outdoors(1, -50, 45)
Lawn(9, 0.42, 26000)

// A golden spiral spreads the dimples evenly.
#declare Dimples = 392;
#macro On_Spiral(I, Count)
    #local H = 1 - (2 * I + 1) / Count;
    vrotate(<sqrt(1 - H * H), H, 0>, y * I * 137.50776)
#end
// Grouped by the nearest of 36 centres, each group within a bound of its own: otherwise every ray
// would try every dimple.
#declare Groups = 36;
#declare Group_Of = array[Dimples];
#declare I = 0;
#while (I < Dimples)
    #declare Best = -2;
    #declare J = 0;
    #while (J < Groups)
        #declare Near = vdot(On_Spiral(I, Dimples), On_Spiral(J, Groups));
        #if (Near > Best) #declare Best = Near; #declare Group_Of[I] = J; #end
        #declare J = J + 1;
    #end
    #declare I = I + 1;
#end
difference {
    sphere { 0, 1 }
    #declare J = 0;
    #while (J < Groups)
        union {
            #declare I = 0;
            #while (I < Dimples)
                #if (Group_Of[I] = J) sphere { On_Spiral(I, Dimples) * 1.135, 0.163 } #end
                #declare I = I + 1;
            #end
            bounded_by { sphere { On_Spiral(J, Groups), 0.62 } }
        }
        #declare J = J + 1;
    #end
    pigment { rgb 0.88 }
    finish { diffuse 0.85 specular 0.5 roughness 0.015 reflection { 0.03 } }
    rotate <Vary(60, 180), Vary(0, 180), Vary(20, 180)>
    translate y * 1.15
}
lathe {
    cubic_spline 8,
    <0.0, -0.6>, <0.09, -0.5>, <0.09, 0.0>, <0.12, 0.12>, <0.34, 0.24>, <0.36, 0.27>, <0.30, 0.26>, <0.0, 0.2>
    pigment { rgb Pick_Colour(array[3] { <0.75, 0.10, 0.06>, <0.85, 0.84, 0.80>, <0.72, 0.50, 0.22> }) }
    finish { diffuse 0.8 specular 0.3 }
}
