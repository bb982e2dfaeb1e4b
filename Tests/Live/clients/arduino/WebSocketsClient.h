// The interface of arduinoWebSockets that the sketch in `Clients.md` uses, for Linux.
//
// It is not that library. It sends the library's handshake byte for byte (HANDSHAKE is the file),
// and calls back as the library does: a text ends with a zero, an empty one is a null pointer. It
// connects to RELAY_PORT of this machine, whatever the sketch says.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <string>

enum WStype_t { WStype_DISCONNECTED, WStype_CONNECTED, WStype_TEXT, WStype_PING };

class WebSocketsClient {
  public:
    void begin(const char *host, uint16_t port, const char *url = "/",
               const char *protocol = "arduino") {
        std::ifstream file(getenv("HANDSHAKE"));
        for (std::string line; std::getline(file, line);) {
            if (line[0] == '#' || (!hasOrigin && line.rfind("Origin:", 0) == 0)) continue;
            request += line + "\r\n";
        }
        request += "\r\n";
        put("{host}", host);
        put("{port}", std::to_string(port));
        put("{path}", url);
        put("{protocol}", protocol);
        put("{key}", "AAAAAAAAAAAAAAAAAAAAAA==");
    }
    void onEvent(std::function<void(WStype_t, uint8_t *, size_t)> event) { tell = event; }
    void setReconnectInterval(unsigned long milliseconds) { interval = milliseconds; }
    // Without a text there are no headers of its own: not its Origin either.
    void setExtraHeaders(const char *headers = nullptr) { hasOrigin = headers != nullptr; }

    void loop() {
        if (socket < 0) return connect();
        pollfd waiting = {socket, POLLIN, 0};
        if (poll(&waiting, 1, 0) <= 0) return;
        char part[4096];
        ssize_t count = recv(socket, part, sizeof part, 0);
        if (count <= 0) return lost();
        received.append(part, count);
        if (!isOpen && !readHead()) return;
        while (socket >= 0 && readFrame()) {}
    }

  private:
    int socket = -1;
    bool hasOrigin = true, isOpen = false;
    unsigned long interval = 500;
    timespec lastTry = {};
    std::string request, received;
    std::function<void(WStype_t, uint8_t *, size_t)> tell;

    void put(const std::string &name, const std::string &value) {
        size_t at = request.find(name);
        if (at != std::string::npos) request.replace(at, name.size(), value);
    }

    void connect() {
        timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        double passed = (now.tv_sec - lastTry.tv_sec) + (now.tv_nsec - lastTry.tv_nsec) / 1e9;
        if (lastTry.tv_sec && passed * 1000 < interval) return;
        lastTry = now;
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_port = htons(atoi(getenv("RELAY_PORT")));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socket = ::socket(AF_INET, SOCK_STREAM, 0);
        if (::connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
            close(socket);
            socket = -1;
            return;
        }
        send(socket, request.data(), request.size(), MSG_NOSIGNAL);
    }

    bool readHead() {
        size_t end = received.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        isOpen = received.rfind("HTTP/1.1 101 ", 0) == 0;
        received.erase(0, end + 4);
        if (!isOpen) { lost(); return false; }
        tell(WStype_CONNECTED, nullptr, 0);
        return true;
    }

    bool readFrame() {
        if (received.size() < 2) return false;
        uint8_t opcode = received[0] & 0x0F;
        size_t length = received[1] & 0x7F, start = 2;
        if (length == 126) {
            if (received.size() < 4) return false;
            length = static_cast<uint8_t>(received[2]) << 8 | static_cast<uint8_t>(received[3]);
            start = 4;
        }
        if (received.size() < start + length) return false;
        std::string payload = received.substr(start, length);
        received.erase(0, start + length);
        auto bytes = length ? reinterpret_cast<uint8_t *>(payload.data()) : nullptr;
        if (opcode == 1) tell(WStype_TEXT, bytes, length);
        if (opcode == 8 || opcode == 9) {
            // Masked with zeros; a ping is answered with a pong.
            std::string answer = {static_cast<char>(opcode == 8 ? 0x88 : 0x8A),
                                  static_cast<char>(0x80 | length), 0, 0, 0, 0};
            answer += payload;
            send(socket, answer.data(), answer.size(), MSG_NOSIGNAL);
            if (opcode == 9) tell(WStype_PING, bytes, length); else lost();
        }
        return true;
    }

    void lost() {
        close(socket);
        socket = -1;
        isOpen = false;
        received.clear();
        tell(WStype_DISCONNECTED, nullptr, 0);
    }
};
