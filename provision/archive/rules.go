// Package archive unpacks what strangers packed: tar (plain, gzip, bzip2, xz) and zip, into one folder and nowhere else.
//
// Three things hold an archive inside. Every name is taken apart and checked before anything is made (names.go). Everything is made
// through an os.Root, which follows no link out of the folder. And links are made last, so that nothing is ever written
// through one (folder.go).
package archive

import (
	"fmt"
	"strings"
)

// Rules are what an archive may hold.
type Rules struct {
	// Bytes is the most that is written in all.
	Bytes int64
	// Entries is the most files, folders and links that are made.
	Entries int
	// Installed tells the archive that our own `install` packed after a command ran, from what a user sent. Its names were on a
	// Linux file system already, so any such name is fine, and its links may point anywhere, as those of a virtual environment do.
	Installed bool
}

const (
	longestPart     = 255  // a name within a folder, by Linux
	longestName     = 1024 // a whole name; Linux takes 4095, with the folder before it
	longestOwnName  = 4000
	deepest         = 100
	longestLink     = 4095
	perEntryInATar  = 4096 // headers and padding that an entry may have beside its content
	shownOfAName    = 120
	fileMode        = 0o644
	programMode     = 0o755
	anyoneMayRun    = 0o111
	permissionBits  = 0o777
	readableByOwner = 0o600
)

// A Refusal is an entry that an archive may not have.
type Refusal struct {
	Entry string
	Why   string
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("the archive's entry %q %s", shown(r.Entry), r.Why)
}

func refuse(entry, why string, values ...any) error {
	return &Refusal{entry, fmt.Sprintf(why, values...)}
}

func shown(name string) string {
	if len(name) > shownOfAName {
		return strings.ToValidUTF8(name[:shownOfAName], "") + "…"
	}
	return name
}

// An Excess is an archive that holds more than its rules allow.
type Excess struct{ what string }

func (e *Excess) Error() string { return e.what + ": leave out what the function does not need" }

func (r Rules) tooMany() error {
	return &Excess{fmt.Sprintf("the archive has more than %d entries", r.Entries)}
}

func (r Rules) tooLarge() error {
	return &Excess{fmt.Sprintf("the archive unpacks to more than %d bytes", r.Bytes)}
}
