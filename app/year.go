package app

// Year holds what the library has said of this year's round; the dates can be moved.
type Year struct {
	SendBy   Date `json:"send_by,omitempty"`   // empty: 31 May of the year
	FollowUp Date `json:"follow_up,omitempty"` // empty: 15 September of the year
	Answered Date `json:"answered,omitempty"`  // the day the region's answer came
	Followed Date `json:"followed,omitempty"`  // the day of the follow-up
}
