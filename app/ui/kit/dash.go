package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// dashes draws a dashed edge with short lines, because Fyne has no dashed stroke. The lines are kept between drawings.
type dashes struct{ pool []fyne.CanvasObject }

func (d *dashes) around(at fyne.Position, size fyne.Size) []fyne.CanvasObject {
	const long, gap, corner = 5, 3, 5
	n := 0
	draw := func(x1, y1, x2, y2 float32) {
		if n == len(d.pool) {
			d.pool = append(d.pool, canvas.NewLine(nil))
		}
		l := d.pool[n].(*canvas.Line)
		l.StrokeColor, l.StrokeWidth = ink(ColorEdge), 1
		l.Position1 = fyne.NewPos(at.X+x1, at.Y+y1)
		l.Position2 = fyne.NewPos(at.X+x2, at.Y+y2)
		n++
	}
	w, h := size.Width, size.Height
	for x := float32(corner); x < w-corner; x += long + gap {
		end := min(x+long, w-corner)
		draw(x, 0.5, end, 0.5)
		draw(x, h-0.5, end, h-0.5)
	}
	for y := float32(corner); y < h-corner; y += long + gap {
		end := min(y+long, h-corner)
		draw(0.5, y, 0.5, end)
		draw(w-0.5, y, w-0.5, end)
	}
	const in = 1.5
	for _, c := range [][4]float32{{in, corner - in, corner - in, in}, {w - corner + in, in, w - in, corner - in}, {in, h - corner + in, corner - in, h - in}, {w - corner + in, h - in, w - in, h - corner + in}} {
		draw(c[0], c[1], c[2], c[3])
	}
	return d.pool[:n]
}
