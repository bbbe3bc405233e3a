package cache

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func opened(t *testing.T, folder string, limit, entryLimit int64) *Store {
	t.Helper()
	store, err := Open(folder, limit, entryLimit)
	must(t, err)
	t.Cleanup(func() { store.root.Close() })
	return store
}

func stored(store *Store, name, content string) error {
	upload, err := store.Begin(name)
	if err != nil {
		return err
	}
	defer upload.Close()
	if _, err := io.WriteString(upload, content); err != nil {
		return err
	}
	return upload.Commit()
}

func content(t *testing.T, store *Store, name string) string {
	t.Helper()
	file, size, err := store.Get(name)
	must(t, err)
	if file == nil {
		return ""
	}
	defer file.Close()
	all, err := io.ReadAll(file)
	must(t, err)
	if int64(len(all)) != size {
		t.Errorf("%s has %d bytes, not %d", name, len(all), size)
	}
	return string(all)
}

func TestTheLeastRecentlyUsedGoesFirst(t *testing.T) {
	store := opened(t, t.TempDir(), 30, 30)
	for _, name := range []string{"n/a", "n/b", "n/c"} {
		must(t, stored(store, name, strings.Repeat(name[2:], 10)))
	}
	content(t, store, "n/a")
	must(t, stored(store, "n/d", "dddddddddd"))
	for name, there := range map[string]bool{"n/a": true, "n/b": false, "n/c": true, "n/d": true} {
		if (content(t, store, name) != "") != there {
			t.Errorf("%s: there should be %v", name, there)
		}
	}
	if state := store.State(); state != (State{Entries: 3, Bytes: 30, Evicted: 1}) {
		t.Errorf("it says %+v", state)
	}
}

func TestAnEntryThatIsReadWhileItGoesIsReadToItsEnd(t *testing.T) {
	store := opened(t, t.TempDir(), 10, 10)
	must(t, stored(store, "n/a", "aaaaaaaaaa"))
	file, _, err := store.Get("n/a")
	must(t, err)
	defer file.Close()
	must(t, stored(store, "n/b", "bbbbbbbbbb"))
	if all, _ := io.ReadAll(file); string(all) != "aaaaaaaaaa" {
		t.Errorf("read %q", all)
	}
}

func TestNothingIsStoredBeyondTheLimits(t *testing.T) {
	store := opened(t, t.TempDir(), 100, 20)
	if err := stored(store, "n/a", strings.Repeat("a", 21)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a large entry: %v", err)
	}
	var open []*Upload
	for i := range 5 {
		upload, err := store.Begin(fmt.Sprint("n/", i))
		must(t, err)
		_, err = io.WriteString(upload, strings.Repeat("x", 20))
		must(t, err)
		open = append(open, upload)
	}
	if err := stored(store, "n/more", "x"); !errors.Is(err, ErrFull) {
		t.Errorf("one more beside what comes in: %v", err)
	}
	for _, upload := range open {
		upload.Close()
	}
	if state := store.State(); state.Bytes != 0 || state.Entries != 0 {
		t.Errorf("it says %+v", state)
	}
	must(t, stored(store, "n/more", "x"))
}

func TestAnEntryIsStoredOnce(t *testing.T) {
	store := opened(t, t.TempDir(), 100, 100)
	first, err := store.Begin("n/a")
	must(t, err)
	if _, err := store.Begin("n/a"); !errors.Is(err, ErrComing) {
		t.Errorf("while another stores it: %v", err)
	}
	if content(t, store, "n/a") != "" {
		t.Error("half an entry was given out")
	}
	_, err = io.WriteString(first, "whole")
	must(t, err)
	must(t, first.Commit())
	first.Close()
	if _, err := store.Begin("n/a"); !errors.Is(err, ErrPresent) {
		t.Errorf("when it is stored: %v", err)
	}
	if content(t, store, "n/a") != "whole" {
		t.Error("it is not there")
	}
}

func TestAnUploadThatEndsHalfWayMayBeMadeAgain(t *testing.T) {
	store := opened(t, t.TempDir(), 100, 100)
	upload, err := store.Begin("n/a")
	must(t, err)
	_, err = io.WriteString(upload, "half")
	must(t, err)
	upload.Close()
	must(t, stored(store, "n/a", "whole"))
	if content(t, store, "n/a") != "whole" {
		t.Error("it is not there")
	}
}

func TestAfterARestartWhatWasWholeIsThere(t *testing.T) {
	folder := t.TempDir()
	store := opened(t, folder, 100, 100)
	for i, name := range []string{"n/old", "m/used", "n/new"} {
		must(t, stored(store, name, strings.Repeat("x", 10)))
		then := time.Now().Add(time.Duration(i-10) * time.Hour)
		must(t, os.Chtimes(filepath.Join(folder, name), then, then))
	}
	content(t, store, "n/old") // which makes it the last used
	half, err := store.Begin("n/half")
	must(t, err)
	_, err = io.WriteString(half, "half")
	must(t, err)
	must(t, os.WriteFile(filepath.Join(folder, "stray"), nil, 0o600))
	must(t, os.MkdirAll(filepath.Join(folder, "lost+found"), 0o700))

	again := opened(t, folder, 25, 25)
	if state := again.State(); state.Entries != 2 || state.Bytes != 20 {
		t.Errorf("it says %+v", state)
	}
	if content(t, again, "n/old") == "" || content(t, again, "n/new") == "" || content(t, again, "m/used") != "" {
		t.Error("the wrong one went")
	}
	if left, _ := os.ReadDir(filepath.Join(folder, incoming)); len(left) != 0 {
		t.Errorf("half entries are left: %v", left)
	}
}

func TestManyAtATime(t *testing.T) {
	folder := t.TempDir()
	store := opened(t, folder, 2000, 200)
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			for j := range 50 {
				name := fmt.Sprintf("n%d/k%d", j%3, (i+j)%20)
				_ = stored(store, name, strings.Repeat(name[len(name)-1:], 100+j))
				if file, size, err := store.Get(name); err == nil && file != nil {
					found, _ := io.ReadAll(file)
					file.Close()
					if int64(len(found)) != size || strings.Trim(string(found), name[len(name)-1:]) != "" {
						t.Errorf("%s holds %d bytes, not %d, or others", name, len(found), size)
					}
				}
			}
		})
	}
	all.Wait()
	var onDisk int64
	must(t, filepath.WalkDir(folder, func(_ string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			info, _ := entry.Info()
			onDisk += info.Size()
		}
		return err
	}))
	if state := store.State(); state.Bytes != onDisk || onDisk > 2000 {
		t.Errorf("there are %d bytes, it says %+v", onDisk, state)
	}
}

func TestNamesThatMayStandForAnEntry(t *testing.T) {
	for name, good := range map[[2]string]bool{
		{"default", "abc"}: true, {"a", "A-b_c.9"}: true, {"default", strings.Repeat("k", 128)}: true,
		{"default", strings.Repeat("k", 129)}: false, {"Default", "k"}: false, {"-n", "k"}: false, {"n-", "k"}: false, {"n", ""}: false, {"", "k"}: false,
		{"n", ".."}: false, {"n", ".hidden"}: false, {"..", "k"}: false, {incoming, "1"}: false, {"n", "a/b"}: false, {"n", "a b"}: false, {"n", "k\n"}: false,
		{strings.Repeat("n", 64), "k"}: false,
	} {
		if valid(name[0], name[1]) != good {
			t.Errorf("%q should be %v", name, good)
		}
	}
}
