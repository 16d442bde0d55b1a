package dev.allotrope;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// The server.
@SpringBootApplication
public class Allotrope {
    public static void main(String[] arguments) {
        SpringApplication.run(Allotrope.class, arguments);
    }
}
