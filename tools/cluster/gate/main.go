// Gate lets connections from this machine's loopback into the network of another process: it listens here and dials there.
// usage: gate PID LISTEN=DIAL...   for example: gate 4711 127.0.0.1:26443=127.0.0.1:6443
package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"
)

const cloneNewNet = 0x40000000

type call struct {
	address string
	answer  chan net.Conn
}

// The first thread stays where it is, so that /proc shows this process in the network in which it listens.
func init() {
	runtime.LockOSThread()
}

func main() {
	if len(os.Args) < 3 {
		fail("usage: gate PID LISTEN=DIAL...")
	}
	network, err := os.Open("/proc/" + os.Args[1] + "/ns/net")
	if err != nil {
		fail("the process whose network is to be entered: %v", err)
	}
	calls := make(chan call)
	entered := make(chan error)
	go dialInside(network, calls, entered)
	if err := <-entered; err != nil {
		fail("entering the network of process %s: %v", os.Args[1], err)
	}
	for _, pair := range os.Args[2:] {
		listen, dial, found := strings.Cut(pair, "=")
		if !found {
			fail("%q is not LISTEN=DIAL", pair)
		}
		listener, err := net.Listen("tcp", listen)
		if err != nil {
			fail("%v", err)
		}
		fmt.Printf("gate: %s leads to %s\n", listen, dial)
		go serve(listener, dial, calls)
	}
	select {}
}

// dialInside moves its own thread, and no other, into the network. What it dials there can be used from everywhere.
func dialInside(network *os.File, calls <-chan call, entered chan<- error) {
	runtime.LockOSThread()
	if _, _, errno := syscall.RawSyscall(sysSetns, network.Fd(), cloneNewNet, 0); errno != 0 {
		entered <- errno
		return
	}
	close(entered)
	for wanted := range calls {
		connection, err := net.DialTimeout("tcp", wanted.address, 5*time.Second)
		if err != nil {
			connection = nil
		}
		wanted.answer <- connection
	}
}

func serve(listener net.Listener, address string, calls chan<- call) {
	for {
		outer, err := listener.Accept()
		if err != nil {
			fail("%v", err)
		}
		go func() {
			answer := make(chan net.Conn)
			calls <- call{address, answer}
			inner := <-answer
			if inner == nil {
				outer.Close()
				return
			}
			done := make(chan struct{})
			go func() {
				join(inner, outer)
				close(done)
			}()
			join(outer, inner)
			<-done
			outer.Close()
			inner.Close()
		}()
	}
}

// join copies one direction to its end and says so to the other side.
func join(to, from net.Conn) {
	if _, err := io.Copy(to, from); err != nil {
		to.Close()
		from.Close()
		return
	}
	to.(*net.TCPConn).CloseWrite()
}

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "gate: "+format+"\n", values...)
	os.Exit(1)
}
