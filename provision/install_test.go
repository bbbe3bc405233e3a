package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A workshop is a function's folder as `prepare` left it, and a file outside that counts the command's runs.
type workshop struct{ folder, runs string }

func newWorkshop(t *testing.T) workshop {
	t.Helper()
	w := workshop{t.TempDir(), filepath.Join(t.TempDir(), "runs")}
	write(t, filepath.Join(w.folder, "hello.py"), "code")
	write(t, filepath.Join(w.folder, "package.json"), "{}")
	write(t, filepath.Join(w.folder, "lib/mine.py"), "mine")
	write(t, w.runs, "")
	return w
}

// What installers do: they add files, folders, programs and links, and change what is there.
const installation = `echo run >> $RUNS && echo installing && mkdir -p lib/site/deep .bin && echo dependency > lib/site/dep.py &&
head -c 300000 /dev/urandom > lib/site/deep/large && touch -d 2001-02-03T04:05:06Z lib/site/dep.py && printf '#!/bin/sh\n' > .bin/tool && chmod 755 .bin/tool &&
ln -s ../lib/site/dep.py .bin/link && ln -s /usr/bin/python3 .bin/python && echo A > lib/README && echo b > lib/readme && echo '{"name":1}' > package.json && mkdir empty`

func (w workshop) install(t *testing.T, environment ...string) end {
	t.Helper()
	return run(t, "install", w.settings(environment...)...)
}

func (w workshop) settings(environment ...string) []string {
	return append([]string{"INSTALL_COMMAND=" + installation, "KUBELESS_INSTALL_VOLUME=" + w.folder, "KUBELESS_DEPS_FILE=" + filepath.Join(w.folder, "package.json"), "RUNS=" + w.runs}, environment...)
}

func (w workshop) count(t *testing.T) int { return strings.Count(read(t, w.runs), "run") }

// holds is what is in the folder: names, modes, times, contents.
func (w workshop) holds(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	must(t, filepath.WalkDir(w.folder, func(name string, entry fs.DirEntry, err error) error {
		must(t, err)
		info, err := entry.Info()
		must(t, err)
		short, _ := filepath.Rel(w.folder, name)
		found[short] = info.Mode().String()
		if entry.Type() == fs.ModeSymlink {
			to, err := os.Readlink(name)
			found[short] += to
			return err
		}
		if info.Mode().IsRegular() {
			found[short] += read(t, name)
		}
		if short == "lib/site/dep.py" {
			found[short] += fmt.Sprint(info.ModTime().Unix())
		}
		return nil
	}))
	return found
}

func TestInstallRunsTheCommandWithoutACache(t *testing.T) {
	w := newWorkshop(t)
	got := w.install(t)
	if got.status != 0 || got.out != "installing\n" || got.log != "" || w.count(t) != 1 {
		t.Errorf("it left %+v", got)
	}
}

func TestASecondInstallationComesFromTheCache(t *testing.T) {
	c := startCache(t, t.TempDir())
	first, second := newWorkshop(t), newWorkshop(t)
	if got := first.install(t, c.settings("default/k")...); got.status != 0 || got.log != "" || first.count(t) != 1 {
		t.Fatalf("the first left %+v", got)
	}
	got := second.install(t, c.settings("default/k")...)
	if got.status != 0 || !strings.Contains(got.log, "the dependencies come from the cache") || second.count(t) != 0 {
		t.Errorf("the second left %+v", got)
	}
	if a, b := first.holds(t), second.holds(t); !maps.Equal(a, b) {
		t.Errorf("they differ:\n%.2000v\n%.2000v", a, b)
	}
	if hits, misses := c.metric(t, "hits_total"), c.metric(t, "misses_total"); hits != "1" || misses != "1" {
		t.Errorf("the cache counts %s hits and %s misses", hits, misses)
	}
	// What was there before is not in the cache: the source stays in its pod.
	other := newWorkshop(t)
	write(t, filepath.Join(other.folder, "hello.py"), "other code")
	other.install(t, c.settings("default/k")...)
	if got := read(t, filepath.Join(other.folder, "hello.py")); got != "other code" {
		t.Errorf("the source became %q", got)
	}
}

func TestTheCacheOutlivesItsProcess(t *testing.T) {
	folder := t.TempDir()
	c := startCache(t, folder)
	newWorkshop(t).install(t, c.settings("default/k")...)
	must(t, c.process.Process.Kill())
	_ = c.process.Wait()
	w := newWorkshop(t)
	if got := w.install(t, startCache(t, folder).settings("default/k")...); got.status != 0 || w.count(t) != 0 {
		t.Errorf("it left %+v", got)
	}
}

func TestTroubleWithTheCacheIsNoFailure(t *testing.T) {
	good := startCache(t, t.TempDir())
	small := startCache(t, t.TempDir(), "CACHE_ENTRY_LIMIT_BYTES=1000")
	damaged := startCache(t, t.TempDir())
	newWorkshop(t).install(t, damaged.settings("default/k")...)
	entry := filepath.Join(damaged.folder, "default/k")
	write(t, entry, read(t, entry)[:2000]+strings.Repeat("x", 1000))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, listener.Close())
	for _, c := range []struct {
		name string
		env  []string
		says string
	}{
		{"nobody listens", []string{"CACHE_URL=http://" + listener.Addr().String(), "CACHE_KEY=default/k"}, "connection refused"},
		{"no such host", []string{"CACHE_URL=http://cache.invalid", "CACHE_KEY=default/k"}, "cache.invalid"},
		{"no such name", append(good.settings("default/k"), "CACHE_KEY=default/.x"), "400 Bad Request"},
		{"no key", append(good.settings("default/k"), "CACHE_KEY="), "CACHE_KEY is not set"},
		{"no URL", append(good.settings("default/k"), "CACHE_URL=:"), "CACHE_URL is no URL"},
		{"full", small.settings("default/k"), "413"},
		{"damaged entry", damaged.settings("default/k"), "its entry is not usable"},
		{"a proxy is not asked", append(good.settings("default/proxy"), "HTTP_PROXY=http://127.0.0.1:1", "http_proxy=http://127.0.0.1:1"), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorkshop(t)
			got := w.install(t, c.env...)
			if got.status != 0 || got.out != "installing\n" || w.count(t) != 1 || got.termination != "" {
				t.Errorf("it left %+v", got)
			}
			if !strings.Contains(got.log, c.says) || strings.Count(got.log, "\n") != min(len(c.says), 1) {
				t.Errorf("its log is %q, and should say %q", got.log, c.says)
			}
			if len(w.holds(t)) != 16 {
				t.Errorf("the folder holds %d things", len(w.holds(t)))
			}
		})
	}
	if small.metric(t, "stored_bytes") != "0" || good.metric(t, "entries") != "1" {
		t.Error("what was refused is stored")
	}
}

func TestManyInstallAtATime(t *testing.T) {
	c := startCache(t, t.TempDir())
	var all sync.WaitGroup
	for range 6 {
		w := newWorkshop(t)
		all.Go(func() {
			if got := w.install(t, c.settings("default/k")...); got.status != 0 {
				t.Errorf("one left %+v", got)
			}
		})
	}
	all.Wait()
	if entries := c.metric(t, "entries"); entries != "1" {
		t.Errorf("there are %s entries", entries)
	}
	w := newWorkshop(t)
	if got := w.install(t, c.settings("default/k")...); got.status != 0 || w.count(t) != 0 || len(w.holds(t)) != 16 {
		t.Errorf("the next left %+v", got)
	}
}

func TestAFailingCommandSaysItself(t *testing.T) {
	c := startCache(t, t.TempDir())
	for command, status := range map[string]int{"echo no such package >&2; exit 7": 7, "kill -KILL $$": 137, "nonsense-of-a-command": 127} {
		got := run(t, "install", append(c.settings("default/k"), "INSTALL_COMMAND="+command, "KUBELESS_INSTALL_VOLUME="+t.TempDir())...)
		if got.status != status || got.termination != "" || strings.Contains(got.log, "provision") {
			t.Errorf("%s: it left %+v", command, got)
		}
	}
	if c.metric(t, "entries") != "0" {
		t.Error("what failed is stored")
	}
}

func TestTheDependencyFileMustBeTheOneOfTheSpec(t *testing.T) {
	w := newWorkshop(t)
	const right = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" // of {}
	if got := w.install(t, "DEPS_SHA256="+right); got.status != 0 {
		t.Errorf("the right one left %+v", got)
	}
	got := w.install(t, "DEPS_SHA256="+strings.Repeat("0", 64))
	if got.status != 1 || !strings.Contains(got.termination, "spec.deps") || w.count(t) != 1 {
		t.Errorf("the wrong one left %+v", got)
	}
}

// The code of strangers runs in the command; the key is not theirs.
func TestTheCommandIsNotToldTheKey(t *testing.T) {
	c := startCache(t, t.TempDir())
	process := program(context.Background(), "install", append(c.settings("default/k"), "KUBELESS_INSTALL_VOLUME="+open(t), "MINE=kept",
		`INSTALL_COMMAND=env; cat /proc/$PPID/environ || echo not told`)...)
	if os.Geteuid() == 0 { // who may read everything
		process.Path = filepath.Join(open(t), "provision")
		must(t, os.WriteFile(process.Path, []byte(read(t, os.Args[0])), 0o755))
		process.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	output, err := process.Output()
	must(t, err)
	if got := string(output); strings.Contains(got, "CACHE_") || !strings.Contains(got, "MINE=kept\n") || !strings.Contains(got, "not told\n") {
		t.Errorf("the command was told %s", got)
	}
}

// open is a folder for every user.
func open(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "open-")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(folder) })
	must(t, os.Chmod(folder, 0o777))
	return folder
}

func TestOnSIGTERMTheCommandIsTold(t *testing.T) {
	folder := t.TempDir()
	started := filepath.Join(folder, "started")
	process := program(context.Background(), "install", "KUBELESS_INSTALL_VOLUME="+folder, "INSTALL_COMMAND=trap 'echo told > told; exit 3' TERM; touch started; while :; do sleep 0.05; done")
	must(t, process.Start())
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(started); err == nil {
			break
		}
		if time.Now().After(end) {
			t.Fatal("the command did not start")
		}
	}
	must(t, process.Process.Signal(syscall.SIGTERM))
	var exit *exec.ExitError
	if err := process.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Errorf("it ended with %v", err)
	}
	if got := read(t, filepath.Join(folder, "told")); got != "told\n" {
		t.Errorf("the command left %q", got)
	}
}
