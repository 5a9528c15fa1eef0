# walk-steps.sh is sourced by build/walk. A step is a function, and its name
# stands in walk_steps in the order of the walk. It drives the program with
#
#   start_program ARGUMENT…   key NAME…   type_text TEXT
#
# and says what must come of it with
#
#   expect_window TITLE   expect_log PATTERN   expect_file PATTERN   expect_end
#
# Each of these waits for up to $patience seconds, so a step never sleeps.
# $language is sv or nn, $home the program's empty home. After each step walk
# itself takes a picture named after the step, and checks the log and that the
# program still runs; `shot NAME` takes one in between. The first step starts
# the program, the last one ends it from the keyboard and expects that it ends.
# For example:
#
#   unlock() {
#     type_text "$password"
#     key Return
#     expect_window "Vadstena"
#   }
walk_steps=()
