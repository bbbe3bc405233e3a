// The function of the contract test: the event's type says what to do. Every language has the same (see ../../contract-test).
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kubeless.Functions;

public class function
{
    public function()
    {
        var load = Environment.GetEnvironmentVariable("CONTRACT_LOAD");
        if (!string.IsNullOrEmpty(load))
        {
            Thread.Sleep((int)(double.Parse(load) * 1000));
            File.WriteAllText(Environment.GetEnvironmentVariable("KUBELESS_INSTALL_VOLUME") + "/loaded", "");
        }
    }

    public async Task<object> contract(Event k8Event, Context k8Context)
    {
        await Task.Yield();
        var text = k8Event.Data as string;
        var request = k8Event.Extensions.Request;
        switch (k8Event.EventType ?? "hello")
        {
            case "hello": return "hello world";
            case "echo": return k8Event.Data;
            case "binary": return Bytes(request.Body);
            case "event": return Describe(k8Event, k8Context);
            case "request": return Describe(request);
            case "length": return Bytes(request.Body).Length.ToString();
            case "object": return new { text = "é", list = new object[] { 1, true, null } };
            case "bytes": return Enumerable.Range(0, 256).Select(number => (byte)number).ToArray();
            case "nothing": return null;
            case "status":
                k8Event.Extensions.Response.StatusCode = 201;
                k8Event.Extensions.Response.Headers["X-Made"] = "yes";
                return "made";
            case "stream": return Pieces();
            case "fail": throw new InvalidOperationException("the secret reason");
            case "sleep":
                await Task.Delay((int)(double.Parse(text) * 1000));
                return "slept";
            case "loop":
                while (true)
                {
                }
            case "exit":
                Environment.Exit(3);
                return null;
            case "print":
                Console.WriteLine("printed by the function");
                return "";
            case "fork":
                for (int i = 0; i < 5; i++)
                {
                    Process.Start("sleep", "300");
                }
                return "forked";
            case "flood":
                var line = new string('x', 1023);
                for (int left = int.Parse(text); left > 0; left--)
                {
                    Console.WriteLine(line);
                }
                return "flooded";
            case "leak": return Leak();
            case "write": return Write();
            default: throw new ArgumentException(k8Event.EventType);
        }
    }

    private static byte[] Bytes(Stream stream)
    {
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static object Describe(Event k8Event, Context k8Context)
    {
        return new Dictionary<string, object>
        {
            ["data"] = k8Event.Data,
            ["id"] = k8Event.EventId,
            ["type"] = k8Event.EventType,
            ["time"] = k8Event.EventTime,
            ["namespace"] = k8Event.EventNamespace,
            ["function-name"] = k8Context.FunctionName,
            ["timeout"] = double.Parse(k8Context.Timeout),
            ["runtime"] = k8Context.Runtime,
            ["memory-limit"] = k8Context.MemoryLimit,
        };
    }

    private static object Describe(Microsoft.AspNetCore.Http.HttpRequest request)
    {
        return new
        {
            method = request.Method,
            path = request.Path,
            query = request.QueryString.TrimStart('?'),
            header = Header(request, "X-Custom"),
            topic = Header(request, "event-topic"),
            traceparent = Header(request, "traceparent"),
        };
    }

    private static string Header(Microsoft.AspNetCore.Http.HttpRequest request, string name)
    {
        return request.Headers.TryGetValue(name, out var value) ? value : null;
    }

    private static IEnumerable<string> Pieces()
    {
        for (int number = 0; number < 3; number++)
        {
            yield return "piece " + number + "\n";
            Thread.Sleep(300);
        }
    }

    private static object Leak()
    {
        for (var taken = new List<byte[]>(); ;)
        {
            var piece = new byte[16 << 20];
            for (int i = 0; i < piece.Length; i += 4096)
            {
                piece[i] = 1;
            }
            taken.Add(piece);
        }
    }

    private static object Write()
    {
        return new { user = getuid(), group = getgid(), writable = new[] { "/", "/opt", "/etc", "/tmp", "/kubeless" }.Where(Writable).ToArray() };
    }

    private static bool Writable(string folder)
    {
        try
        {
            File.WriteAllText(Path.Combine(folder, "written"), "");
            return true;
        }
        catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
        {
            return false;
        }
    }

    [DllImport("libc")]
    private static extern int getuid();

    [DllImport("libc")]
    private static extern int getgid();
}
