// Go's gorilla/websocket and x/net/websocket with their defaults: go_sockets URL
//
// As python_sockets.py, which says what is printed. x/net has no default origin: it gets the one
// of its manual, http://localhost/, and says nothing of the code of a close.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/gorilla/websocket"
	xnet "golang.org/x/net/websocket"
)

var lock sync.Mutex

func say(client, what string, data interface{}) {
	line, _ := json.Marshal(map[string]interface{}{"client": client, "what": what, "data": data})
	lock.Lock()
	defer lock.Unlock()
	fmt.Println(string(line))
}

func gorilla(client, url string, protocols []string) {
	dialer := *websocket.DefaultDialer
	dialer.Subprotocols = protocols
	socket, _, err := dialer.Dial(url+client, nil)
	if err != nil {
		say(client, "error", err.Error())
		return
	}
	say(client, "open", socket.Subprotocol())
	for {
		_, message, err := socket.ReadMessage()
		if end, ok := err.(*websocket.CloseError); ok {
			say(client, "close", end.Code)
			return
		}
		if err != nil {
			say(client, "error", err.Error())
			return
		}
		say(client, "text", string(message))
	}
}

func net(client, url string, protocols []string) {
	config, err := xnet.NewConfig(url+client, "http://localhost/")
	if err == nil {
		config.Protocol = protocols
		var socket *xnet.Conn
		if socket, err = xnet.DialConfig(config); err == nil {
			chosen := ""
			if len(socket.Config().Protocol) > 0 {
				chosen = socket.Config().Protocol[0]
			}
			say(client, "open", chosen)
			for {
				var message string
				if err = xnet.Message.Receive(socket, &message); err != nil {
					break
				}
				say(client, "text", message)
			}
		}
	}
	if err == io.EOF {
		say(client, "close", "end")
	} else {
		say(client, "error", err.Error())
	}
}

func main() {
	var all sync.WaitGroup
	for name, run := range map[string]func(string, string, []string){
		"gorilla": gorilla, "x/net": net,
	} {
		for form, protocols := range map[string][]string{
			"text": nil, "json": {"icy.json.v1"}, "chat": {"chat"},
		} {
			all.Add(1)
			go func(name, form string, run func(string, string, []string), protocols []string) {
				defer all.Done()
				run(name+"."+form, os.Args[1], protocols)
			}(name, form, run, protocols)
		}
	}
	all.Wait()
}
