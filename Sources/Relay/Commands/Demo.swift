import ICYReader

/// `Relay demo`: a station of our own, relayed through the same code as any other.
enum Demo {
    static func run(_ options: Options.Serve) -> ExitCode {
        do throws(ListenError) {
            let place = try ListeningSockets(on: .anyLoopbackPort, count: 1)
            guard let url = try? StreamURL("http://\(place.address)/demo.mp3") else {
                return .unavailable
            }
            var options = options
            options.stations = [Options.StationChoice(name: "demo", url: url)]
            let ready = options
            return Serve.run(ready, rereading: { ready }) {
                (loop) throws(SystemError) -> AnyObject in
                try DemoStation(loop: loop, descriptor: place.take(0))
            }
        } catch {
            Log.line(error.message)
            return .unavailable
        }
    }
}
