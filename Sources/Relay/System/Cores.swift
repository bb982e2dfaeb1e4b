import CEpoll
import Glibc

/// The processor cores that this process may use.
enum Cores {
    /// The number of cores: those in the affinity mask (`taskset`, cpusets), limited by the quota
    /// of the control group (`docker run --cpus`, systemd's `CPUQuota=`), which is rounded up. At
    /// least 1.
    static var count: Int { max(1, min(allowed, quota(at: "/sys/fs/cgroup") ?? .max)) }

    private static var allowed: Int {
        let count = Int(relay_allowed_cores())
        return count > 0 ? count : sysconf(Int32(_SC_NPROCESSORS_ONLN))
    }

    /// The tightest `cpu.max` from the control group of this process up to the root (cgroups v2);
    /// nil if there is none.
    ///
    /// - Parameters:
    ///   - root: where the control groups are mounted.
    ///   - groups: the content of `/proc/self/cgroup`.
    static func quota(
        at root: String, groups: String? = text(of: "/proc/self/cgroup")
    ) -> Int? {
        let line = groups?.split(separator: "\n").first { $0.hasPrefix("0::/") }
        guard let line else { return nil }
        var parts = line.dropFirst(4).split(separator: "/")
        var tightest: Int?
        while true {
            let path = ([root[...]] + parts + ["cpu.max"]).joined(separator: "/")
            if let quota = text(of: path).flatMap({ cores(ofQuota: $0) }) {
                tightest = min(tightest ?? .max, quota)
            }
            guard parts.popLast() != nil else { return tightest }
        }
    }

    /// The number of cores that `MAX PERIOD` allows, both in microseconds; nil for `max`.
    static func cores(ofQuota text: String) -> Int? {
        let words = text.split { $0 == " " || $0 == "\n" }
        guard words.count == 2, let quota = Int(words[0]), let period = Int(words[1]), quota > 0,
            period > 0
        else { return nil }
        return (quota - 1) / period + 1
    }

    private static func text(of path: String) -> String? {
        (try? WholeFile.read(path)).map { String(decoding: $0, as: UTF8.self) }
    }
}
