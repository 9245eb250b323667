// Reads PROXY protocol headers with go-proxyproto, and says what the reading of them costs.
//
// Each line of standard input is a command, answered by one line:
//
//	load HEX HEX…   takes these headers in place of those before; answers what it reads of each
//	run TIMES       reads all headers that many times; answers the CPU nanoseconds of the process
package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"
	"syscall"

	"github.com/pires/go-proxyproto"
)

// The longest line: a few hundred headers of a few hundred bytes each.
const maxLineBytes = 1 << 22

func main() {
	commands := bufio.NewScanner(os.Stdin)
	commands.Buffer(nil, maxLineBytes)
	var headers [][]byte
	for commands.Scan() {
		name, rest, _ := strings.Cut(commands.Text(), " ")
		switch name {
		case "load":
			headers = load(strings.Fields(rest))
			fmt.Println(describe(headers))
		case "run":
			times, err := strconv.Atoi(rest)
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(run(headers, times))
		default:
			log.Fatalf("no command %q", name)
		}
	}
}

func load(lines []string) [][]byte {
	headers := make([][]byte, len(lines))
	for i, line := range lines {
		header, err := hex.DecodeString(line)
		if err != nil {
			log.Fatal(err)
		}
		headers[i] = header
	}
	return headers
}

func describe(headers [][]byte) string {
	texts := make([]string, len(headers))
	for i, header := range headers {
		read := readWith(bufio.NewReader(bytes.NewReader(header)))
		texts[i] = fmt.Sprintf("%s>%s", read.SourceAddr, read.DestinationAddr)
	}
	return strings.Join(texts, " ")
}

// The readers are made once and set to each header, which spares the library what a connection would cost it.
func run(headers [][]byte, times int) int64 {
	source := bytes.NewReader(nil)
	reader := bufio.NewReader(source)
	before := cpuNanoseconds()
	for range times {
		for _, header := range headers {
			source.Reset(header)
			reader.Reset(source)
			readWith(reader)
		}
	}
	return cpuNanoseconds() - before
}

func readWith(reader *bufio.Reader) *proxyproto.Header {
	header, err := proxyproto.Read(reader)
	if err != nil {
		log.Fatal(err)
	}
	return header
}

func cpuNanoseconds() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}
