package system

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32 = windows.NewLazySystemDLL("user32.dll")
	gdi32  = windows.NewLazySystemDLL("gdi32.dll")
	// Not from the system folder alone: an opengl32.dll beside the program is the
	// one that Fyne will get, so it is the one to ask.
	opengl32 = windows.NewLazyDLL("opengl32.dll")

	registerClass     = user32.NewProc("RegisterClassExW")
	unregisterClass   = user32.NewProc("UnregisterClassW")
	createWindow      = user32.NewProc("CreateWindowExW")
	destroyWindow     = user32.NewProc("DestroyWindow")
	defWindowProc     = user32.NewProc("DefWindowProcW")
	getDC             = user32.NewProc("GetDC")
	releaseDC         = user32.NewProc("ReleaseDC")
	choosePixelFormat = gdi32.NewProc("ChoosePixelFormat")
	setPixelFormat    = gdi32.NewProc("SetPixelFormat")
	wglCreateContext  = opengl32.NewProc("wglCreateContext")
	wglMakeCurrent    = opengl32.NewProc("wglMakeCurrent")
	wglDeleteContext  = opengl32.NewProc("wglDeleteContext")
	glGetString       = opengl32.NewProc("glGetString")
)

// windowClass is WNDCLASSEXW of winuser.h.
type windowClass struct {
	size       uint32
	style      uint32
	proc       uintptr
	classExtra int32
	wndExtra   int32
	instance   windows.Handle
	icon       windows.Handle
	cursor     windows.Handle
	background windows.Handle
	menuName   *uint16
	className  *uint16
	smallIcon  windows.Handle
}

// pixelFormat is PIXELFORMATDESCRIPTOR of wingdi.h.
type pixelFormat struct {
	size, version                                   uint16
	flags                                           uint32
	pixelType, colorBits                            byte
	red, redShift, green, greenShift                byte
	blue, blueShift, alpha, alphaShift              byte
	accum, accumRed, accumGreen, accumBlue, accumA  byte
	depthBits, stencilBits, auxBuffers, layer, rsvd byte
	layerMask, visibleMask, damageMask              uint32
}

const (
	csOwnDC       = 0x20
	pfdDrawWindow = 0x4
	pfdOpenGL     = 0x20
	pfdDouble     = 0x1
	glRenderer    = 0x1F01
	glVersion     = 0x1F02
)

// OpenGL asks the graphics driver, on a window that is never shown, what it
// can do, before Fyne starts: Fyne 2.8.1 shows nothing and hangs without
// OpenGL 2.1. ErrNoOpenGL when it is older or missing; Windows' own stand-in
// answers 1.1.0, "GDI Generic".
func OpenGL(func(string) string) (Graphics, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	found, err := probe()
	if err != nil {
		return found, fmt.Errorf("%w: %w", ErrNoOpenGL, err)
	}
	if !atLeast21(found.Version) {
		return found, fmt.Errorf("%w: version %q, renderer %q", ErrNoOpenGL, found.Version, found.Renderer)
	}
	return found, nil
}

func probe() (Graphics, error) {
	if err := opengl32.Load(); err != nil {
		return Graphics{}, err
	}
	name, err := windows.UTF16PtrFromString("TrygghyllaProbe")
	if err != nil {
		return Graphics{}, err
	}
	class := windowClass{style: csOwnDC, proc: defWindowProc.Addr(), className: name}
	class.size = uint32(unsafe.Sizeof(class))
	if atom, _, err := registerClass.Call(uintptr(unsafe.Pointer(&class))); atom == 0 {
		return Graphics{}, fmt.Errorf("register class: %w", err)
	}
	defer unregisterClass.Call(uintptr(unsafe.Pointer(name)), 0)
	window, _, err := createWindow.Call(0, uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(name)),
		0, 0, 0, 16, 16, 0, 0, 0, 0)
	if window == 0 {
		return Graphics{}, fmt.Errorf("make window: %w", err)
	}
	defer destroyWindow.Call(window)
	dc, _, err := getDC.Call(window)
	if dc == 0 {
		return Graphics{}, fmt.Errorf("get device context: %w", err)
	}
	defer releaseDC.Call(window, dc)
	return ask(dc)
}

// ask makes an OpenGL context on a device context and reads its two names.
func ask(dc uintptr) (Graphics, error) {
	format := pixelFormat{version: 1, flags: pfdDrawWindow | pfdOpenGL | pfdDouble, colorBits: 32, depthBits: 24}
	format.size = uint16(unsafe.Sizeof(format))
	number, _, err := choosePixelFormat.Call(dc, uintptr(unsafe.Pointer(&format)))
	if number == 0 {
		return Graphics{}, fmt.Errorf("choose pixel format: %w", err)
	}
	if ok, _, err := setPixelFormat.Call(dc, number, uintptr(unsafe.Pointer(&format))); ok == 0 {
		return Graphics{}, fmt.Errorf("set pixel format: %w", err)
	}
	context, _, err := wglCreateContext.Call(dc)
	if context == 0 {
		return Graphics{}, fmt.Errorf("make context: %w", err)
	}
	defer wglDeleteContext.Call(context)
	if ok, _, err := wglMakeCurrent.Call(dc, context); ok == 0 {
		return Graphics{}, fmt.Errorf("use context: %w", err)
	}
	defer wglMakeCurrent.Call(0, 0)
	return Graphics{Version: name(glVersion), Renderer: name(glRenderer)}, nil
}

func name(which uintptr) string {
	text, _, _ := glGetString.Call(which)
	if text == 0 {
		return ""
	}
	return windows.BytePtrToString(*(**byte)(unsafe.Pointer(&text)))
}

// atLeast21 reads "major.minor…", as glGetString(GL_VERSION) begins.
func atLeast21(version string) bool {
	major, rest, _ := strings.Cut(version, ".")
	minor := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
	x, err := strconv.Atoi(major)
	if err != nil {
		return false
	}
	y, err := strconv.Atoi(minor)
	return err == nil && (x > 2 || x == 2 && y >= 1)
}
