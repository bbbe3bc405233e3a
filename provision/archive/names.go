package archive

import (
	"strings"
	"unicode/utf8"
)

// A kind is what a name stands for.
type kind int

const (
	folder kind = iota
	file
	link
)

// A node is a name that the archive had, with what it had beneath it.
type node struct {
	name     string // as first written
	kind     kind
	children map[string]*node // by the name in lower case, unless case tells names apart
}

// names are all that an archive had so far: what a further entry is checked against. Each part of a name is kept once, so that
// deep and long names cost no more than what they add.
type names struct {
	rules Rules
	top   node
	count int
}

// parts takes an entry's name apart. The folder itself ("./") has none.
func (n *names) parts(name string) ([]string, error) {
	if err := n.refuseName(name); err != nil {
		return nil, err
	}
	var parts []string
	for part := range strings.SplitSeq(name, "/") {
		switch {
		case part == "" || part == ".":
			continue
		case part == "..":
			return nil, refuse(name, "leads out of its folder with \"..\"")
		case len(part) > longestPart:
			return nil, refuse(name, "has a name of %d bytes, and %d are the most", len(part), longestPart)
		}
		parts = append(parts, part)
	}
	if len(parts) > deepest {
		return nil, refuse(name, "lies %d folders deep, and %d are the most", len(parts), deepest)
	}
	return parts, nil
}

func (n *names) refuseName(name string) error {
	most := longestName
	if n.rules.Installed {
		most = longestOwnName
	}
	switch {
	case name == "":
		return refuse(name, "has no name")
	case strings.ContainsRune(name, 0):
		return refuse(name, "has a NUL in its name")
	case strings.HasPrefix(name, "/"):
		return refuse(name, "has an absolute name: names must be relative to the function's folder")
	case len(name) > most:
		return refuse(name, "has a name of %d bytes, and %d are the most", len(name), most)
	case n.rules.Installed:
		return nil
	case strings.ContainsRune(name, '\\'):
		return refuse(name, "has a backslash in its name: pack it with / between folders")
	case len(name) >= 2 && name[1] == ':' && isLetter(name[0]):
		return refuse(name, "begins with a drive: names must be relative to the function's folder")
	}
	return nil
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// add takes a name in. It gives back the folders above it that no entry had before, outermost first; and whether the name itself
// is new: only a folder may be named twice.
func (n *names) add(entry string, parts []string, as kind) (above []string, fresh bool, err error) {
	at := &n.top
	for i, part := range parts {
		last := i == len(parts)-1
		child, err := n.child(entry, at, part)
		if err != nil {
			return nil, false, err
		}
		if child == nil {
			child = &node{name: part}
			if err := n.put(at, child); err != nil {
				return nil, false, err
			}
			if last {
				child.kind = as
				return above, true, nil
			}
			above = append(above, strings.Join(parts[:i+1], "/"))
		} else if last && (child.kind != folder || as != folder) {
			return nil, false, refuse(entry, "is in the archive twice")
		} else if !last && child.kind != folder {
			return nil, false, refuse(entry, "lies beneath %q, which is no folder", shown(strings.Join(parts[:i+1], "/")))
		}
		at = child
	}
	return above, false, nil
}

func (n *names) child(entry string, at *node, part string) (*node, error) {
	child := at.children[n.key(part)]
	if child != nil && child.name != part {
		return nil, refuse(entry, "differs from %q in upper and lower case alone", shown(child.name))
	}
	return child, nil
}

func (n *names) put(at, child *node) error {
	if n.count++; n.count > n.rules.Entries {
		return n.rules.tooMany()
	}
	if at.children == nil {
		at.children = map[string]*node{}
	}
	at.children[n.key(child.name)] = child
	return nil
}

func (n *names) key(part string) string {
	if n.rules.Installed || !utf8.ValidString(part) {
		return part
	}
	return strings.ToLower(strings.ToUpper(part))
}

// find gives back what a name stands for, if the archive had it.
func (n *names) find(parts []string) (kind, bool) {
	at := &n.top
	for _, part := range parts {
		if at = at.children[n.key(part)]; at == nil || at.name != part {
			return 0, false
		}
	}
	return at.kind, true
}
