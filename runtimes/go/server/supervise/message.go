package supervise

import (
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"syscall"
)

// What a serving process tells its supervisor: a kind, and the number of a slot.
const (
	ready  uint32 = iota // requests are taken
	opened               // a connection has this slot; its descriptor comes along
	closed               // it has ended
	stuck                // a call runs on after its time
	failed               // nothing can be served; the reason has been said
)

const messageSize = 8

func message(kind, slot uint32) []byte {
	return binary.NativeEndian.AppendUint32(binary.NativeEndian.AppendUint32(nil, kind), slot)
}

// pair gives both ends of a socket that keeps messages apart.
func pair() (*net.UnixConn, *os.File, error) {
	ends, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_SEQPACKET|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("socketpair: %w", err)
	}
	theirs := os.NewFile(uintptr(ends[1]), "control")
	ours, err := controlOf(os.NewFile(uintptr(ends[0]), "control"))
	if err != nil {
		_ = theirs.Close()
		return nil, nil, err
	}
	return ours, theirs, nil
}

func controlOf(file *os.File) (*net.UnixConn, error) {
	defer file.Close()
	conn, err := net.FileConn(file)
	if err != nil {
		return nil, fmt.Errorf("the socket between supervisor and server: %w", err)
	}
	return conn.(*net.UnixConn), nil
}

// receive gives the next message, and the descriptor that came along, or -1.
func receive(conn *net.UnixConn) (kind, slot uint32, descriptor int, err error) {
	var text [messageSize]byte
	var rights [64]byte
	count, space, _, _, err := conn.ReadMsgUnix(text[:], rights[:])
	if err != nil {
		return 0, 0, -1, err
	}
	descriptor = -1
	if messages, err := syscall.ParseSocketControlMessage(rights[:space]); err == nil && len(messages) > 0 {
		if descriptors, err := syscall.ParseUnixRights(&messages[0]); err == nil && len(descriptors) > 0 {
			descriptor = descriptors[0]
			syscall.CloseOnExec(descriptor)
		}
	}
	if count != messageSize {
		return 0, 0, descriptor, net.ErrClosed
	}
	return binary.NativeEndian.Uint32(text[:]), binary.NativeEndian.Uint32(text[4:]), descriptor, nil
}
