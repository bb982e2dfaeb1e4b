/// Test data that is shared by every test target.
public enum Fixtures {
    private static let here = #filePath

    /// The folder that contains this file, with a trailing slash.
    public static var folder: String {
        String(here[...(here.lastIndex(of: "/") ?? here.startIndex)])
    }
}
