/// Test data that is shared by every test target.
public enum Fixtures {
    private static let here = #filePath

    /// The folder this file stands in, with a final slash.
    public static var folder: String {
        String(here[...(here.lastIndex(of: "/") ?? here.startIndex)])
    }
}
