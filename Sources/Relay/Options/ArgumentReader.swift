/// Splits a command line into flags with their values, and operands.
struct ArgumentReader {
    private var arguments: ArraySlice<String>
    /// The arguments so far that are not flags.
    private(set) var operands: [String] = []
    private var operandsOnly = false
    /// The value of a `--flag=value`, until the flag consumes it.
    private var attachedValue: (flag: String, value: String)?

    init(_ arguments: ArraySlice<String>) { self.arguments = arguments }

    /// The next flag; operands before it are collected.
    mutating func nextFlag() throws(UsageError) -> String? {
        if let attachedValue {
            throw UsageError(message: "\(attachedValue.flag) takes no value")
        }
        while let argument = arguments.popFirst() {
            if operandsOnly || argument == "-" || !argument.hasPrefix("-") {
                operands.append(argument)
            } else if argument == "--" {
                operandsOnly = true
            } else if let equals = argument.firstIndex(of: "="), argument.hasPrefix("--") {
                // --flag=value is the same as --flag value.
                let flag = String(argument[..<equals])
                attachedValue = (flag, String(argument[argument.index(after: equals)...]))
                return flag
            } else {
                return argument
            }
        }
        return nil
    }

    mutating func value(of flag: String) throws(UsageError) -> String {
        if let attached = attachedValue.take() { return attached.value }
        guard let value = arguments.popFirst() else {
            throw UsageError(message: "\(flag) needs a value")
        }
        return value
    }

    mutating func number(
        of flag: String, in range: ClosedRange<Int>
    ) throws(UsageError) -> Int {
        let text = try value(of: flag)
        do throws(WrongValue) {
            return try WrongValue.number(text, in: range)
        } catch {
            throw UsageError(flag, text, error)
        }
    }

    func onlyOperand(_ message: String) throws(UsageError) -> String {
        guard operands.count == 1 else { throw UsageError(message: message) }
        return operands[0]
    }
}
