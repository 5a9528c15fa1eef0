package app

import "slices"

// Fact is something that a library has or does, and that decides which questions it meets.
type Fact string

// The facts.
const (
	HasUnstaffed Fact = "unstaffed"  // meröppet, meirope
	HasCameras   Fact = "cameras"    // surveillance cameras
	HasCounter   Fact = "counter"    // visitor counter
	HasGate      Fact = "gate"       // alarm gate
	HasPublicPCs Fact = "public_pcs" // computers for visitors
	HasWifi      Fact = "wifi"       // wireless network for visitors
)

// AllFacts lists the facts in the order in which they are asked.
func AllFacts() []Fact {
	return []Fact{HasUnstaffed, HasCameras, HasCounter, HasGate, HasPublicPCs, HasWifi}
}

// YesNo is the answer to a fact; empty means not said yet.
type YesNo string

// The answers.
const (
	Yes YesNo = "yes"
	No  YesNo = "no"
)

// Facts holds what a library has said of itself.
type Facts map[Fact]YesNo

// meets reports whether something that concerns libraries with any of these facts concerns this one: always
// when there are none, else unless the library has said no to every one.
func (f Facts) meets(when []Fact) bool {
	return len(when) == 0 || slices.ContainsFunc(when, func(x Fact) bool { return f[x] != No })
}
