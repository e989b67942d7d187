// Pause holds namespaces open: those of a pod, as its first container, and those of the node, as their process 1.
// It does nothing but bury orphaned processes, and ends at SIGINT or SIGTERM.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGCHLD)
	for {
		for {
			pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
			if err == syscall.EINTR {
				continue
			}
			if pid <= 0 || err != nil {
				break
			}
		}
		if <-signals != syscall.SIGCHLD {
			os.Exit(0)
		}
	}
}
